// The charts of one function with one kind of input: time and steps with their fits, residuals, time against steps, memory, calls.
// Pure.
import type { Growth } from '../../growth/decide-growth.js';
import { exponentialRank } from './exponential-rank.js';
import type { Sizes } from '../../growth/growth-class.js';
import type { ClassFit, Point } from '../../growth/rank-classes.js';
import type { Judged } from '../../judge-measured.js';
import type { Sample } from '../../measured.js';
import { toCosts, toSpace, toTimes } from '../../to-points.js';
import type { Axis, Chart, Series, Spot } from '../chart/chart.js';
import { sayClass } from '../say-figure.js';
import * as axes from './axes.js';
import { fitCurve, traceCurve } from './fit-curve.js';

/** Without those for which nothing was measured. */
export function toFunctionCharts(judged: Judged): readonly Chart[] {
  const { samples } = judged.measured;
  if (samples.length < 2) return [];
  return [
    timeChart(judged),
    stepsChart(judged),
    residualChart(judged),
    timeAgainstSteps(samples),
    memoryChart(judged),
    callsChart(judged),
  ].filter(({ series }) => series.some(({ spots }) => spots.length > 1));
}

/** Two sizes are shown by their product. */
function toX(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

function toXAxis({ measured: { arity }, time }: Judged): Axis {
  if (arity === 2) return axes.productAxis;
  return isExplosive(time) ? axes.plainSizeAxis : axes.sizeAxis;
}

function isExplosive(time: Growth): boolean {
  return time.kind === 'found' && time.verdict.growth.growth.rank >= exponentialRank;
}

const toSpots = (points: readonly Point[]): readonly Spot[] =>
  points.map(({ sizes, cost }) => ({ x: toX(sizes), y: cost }));

function timeChart(judged: Judged): Chart {
  const { time, measured } = judged;
  const { samples } = measured;
  const points = toTimes(samples);
  const cold = samples.flatMap(({ sizes, cold_ns }) =>
    cold_ns === undefined || cold_ns <= 0 ? [] : [{ x: toX(sizes), y: cold_ns }],
  );
  const isRepeated = samples.some(({ cpu_ns }) => cpu_ns.length > 0);
  return {
    ...{ title: 'Time', x: toXAxis(judged), y: axes.timeAxis },
    series: [
      ...(isRepeated ? [{ label: 'first call', spots: cold, look: 'spots', hue: 6 } as const] : []),
      {
        label: isRepeated ? 'least of several' : 'first call',
        spots: timeSpots(samples),
        look: 'spots',
        hue: 0,
      },
      ...fitsOf(time, points, measured.arity),
    ],
  };
}

/** The least of each size, with how far the others reach. */
function timeSpots(samples: readonly Sample[]): readonly Spot[] {
  const most = new Map<Sizes, number>(samples.map(({ sizes, cpu_ns }) => [sizes, Math.max(...cpu_ns)]));
  return toTimes(samples).map(({ sizes, cost }) => {
    const high = most.get(sizes) ?? cost;
    return { x: toX(sizes), y: cost, ...(high > cost ? { low: cost, high } : {}) };
  });
}

/** What was decided, and what would have been next. */
function fitsOf(time: Growth, points: readonly Point[], arity: number): readonly Series[] {
  if (time.kind !== 'found') return [];
  const { growth, runnerUp } = time.verdict;
  return [
    ...fitSeries(growth, points, arity, { look: 'line', hue: 1 }),
    ...fitSeries(runnerUp, points, arity, { look: 'dashes', hue: 3 }),
  ];
}

function fitSeries(
  fit: ClassFit,
  points: readonly Point[],
  arity: number,
  how: Pick<Series, 'look' | 'hue'>,
): readonly Series[] {
  const curve = fitCurve(fit, points);
  if (curve === null) return [];
  const label = sayClass(fit.growth.name);
  if (arity === 1) return [{ label, spots: traceCurve(curve), ...how }];
  const fitted = curve.points.map(({ sizes }) => ({ x: toX(sizes), y: curve.at(sizes) }));
  return [{ label: `${label}, fitted`, spots: fitted, ...how, look: 'spots' }];
}

function stepsChart(judged: Judged): Chart {
  const { counts, elements } = toCosts(judged.measured.samples);
  const decided = elements.length >= counts.length ? elements : counts;
  return {
    ...{ title: 'Steps of the interpreter', x: toXAxis(judged), y: axes.stepsAxis },
    series: [
      { label: 'steps', spots: toSpots(counts), look: 'spots', hue: 0 },
      ...(elements.length === 0
        ? []
        : [{ label: 'with those of values', spots: toSpots(elements), look: 'spots', hue: 2 } as const]),
      ...fitsOfSteps(judged, decided),
    ],
  };
}

/** Where time has decided, the steps have a class of their own. */
function fitsOfSteps({ time, measured: { arity } }: Judged, points: readonly Point[]): readonly Series[] {
  if (time.kind !== 'found') return [];
  const { by, steps } = time.verdict;
  if (by === 'counts') return fitsOf(time, points, arity);
  return steps === null ? [] : fitSeries(steps, points, arity, { look: 'line', hue: 1 });
}

/** Of the measure that has decided. Around nothing where a class is right; a bow where it is not. */
function residualChart(judged: Judged): Chart {
  const { time, measured } = judged;
  const { counts, elements, times } = toCosts(measured.samples);
  const ofSteps = elements.length > 0 ? elements : counts;
  const isByTime = time.kind === 'found' && time.verdict.by === 'time';
  const points = isByTime ? times : ofSteps;
  const chosen =
    time.kind === 'found'
      ? [
          { fit: time.verdict.growth, hue: 1 },
          { fit: time.verdict.runnerUp, hue: 3 },
        ]
      : [];
  return {
    title: isByTime ? 'Residuals of time' : 'Residuals of steps',
    ...{ x: toXAxis(judged), y: axes.residualAxis },
    series: chosen.flatMap(({ fit, hue }) => {
      const spots = residualSpots(fit, points);
      return [{ label: sayClass(fit.growth.name), spots, look: 'spots on a line' as const, hue }];
    }),
  };
}

/** What misses by more says nothing by how much. */
const farthest = 2;

function residualSpots(fit: ClassFit, points: readonly Point[]): readonly Spot[] {
  const curve = fitCurve(fit, points);
  if (curve === null) return [];
  return curve.points
    .map(({ sizes, cost }) => ({ x: toX(sizes), y: cost / curve.at(sizes) - 1 }))
    .filter(({ y }) => Math.abs(y) <= farthest)
    .sort((one, other) => one.x - other.x);
}

function timeAgainstSteps(samples: readonly Sample[]): Chart {
  const steps = new Map<Sizes, number | undefined>(
    samples.map(({ sizes, events, element_events }) => [sizes, element_events ?? events]),
  );
  const spots = toTimes(samples).flatMap(({ sizes, cost }) => {
    const x = steps.get(sizes);
    return x === undefined || x <= 0 ? [] : [{ x, y: cost }];
  });
  const last = spots.at(-1);
  const first = spots[0];
  const guide =
    first === undefined || last === undefined
      ? []
      : [
          { x: first.x, y: (last.y * first.x) / last.x },
          { x: last.x, y: last.y },
        ];
  return {
    ...{ title: 'Time against steps', x: { ...axes.stepsAxis }, y: axes.timeAxis },
    series: [
      { label: 'measured', spots, look: 'spots', hue: 0 },
      ...(guide.length < 2
        ? []
        : [{ label: 'as much time for each step', spots: guide, look: 'dashes', hue: 6 } as const]),
    ],
  };
}

function memoryChart(judged: Judged): Chart {
  const { space, measured } = judged;
  const points = toSpace(measured.samples);
  return {
    ...{ title: 'Memory', x: toXAxis(judged), y: axes.memoryAxis },
    series: [
      { label: 'peak, with the stack', spots: toSpots(points), look: 'spots', hue: 4 },
      ...(space.kind === 'found'
        ? fitSeries(space.fit, points, measured.arity, { look: 'line', hue: 1 })
        : []),
    ],
  };
}

function callsChart(judged: Judged): Chart {
  const { samples } = judged.measured;
  const spotsOf = (pick: (sample: Sample) => number | undefined): readonly Spot[] =>
    samples.flatMap((sample) => {
      const y = pick(sample);
      return y === undefined ? [] : [{ x: toX(sample.sizes), y }];
    });
  return {
    ...{ title: 'Calls and depth of the stack', x: toXAxis(judged), y: axes.callsAxis },
    series: [
      {
        label: 'calls of Python functions',
        spots: spotsOf(({ calls }) => calls),
        look: 'spots on a line',
        hue: 5,
      },
      { label: 'deepest stack', spots: spotsOf(({ depth }) => depth), look: 'spots on a line', hue: 3 },
    ],
  };
}
