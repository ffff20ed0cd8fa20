// Those that solve one problem, side by side, with the sizes at which another one becomes the fastest. Pure.
import type { Analysis } from '../../analysis.js';
import type { Comparison } from '../../compare-solvers.js';
import { toTimes } from '../../to-points.js';
import type { Chart, Series } from '../chart/chart.js';
import { sayCount } from '../say-figure.js';
import { sizeAxis, timeAxis } from './axes.js';

export interface ComparisonChart {
  readonly comparison: Comparison;
  readonly chart: Chart;
}

export function toComparisonCharts({ comparisons, functions }: Analysis): readonly ComparisonChart[] {
  return comparisons.map((comparison) => ({ comparison, chart: toChart(comparison, functions) }));
}

/** Fastest first, as they stand beside the lines from below. */
function toChart({ problem, kind, order, crossovers }: Comparison, functions: Analysis['functions']): Chart {
  const series = order.flatMap(({ name }, hue): readonly Series[] => {
    const judged = functions.find(({ measured }) => measured.name === name && measured.kind === kind);
    if (judged === undefined) return [];
    const spots = toTimes(judged.measured.samples)
      .map(({ sizes: [x = 0], cost }) => ({ x, y: cost }))
      .sort((one, other) => one.x - other.x);
    return [{ label: name, spots, look: 'spots on a line', hue }];
  });
  return {
    ...{ title: `${problem}, ${kind}: time of each`, x: sizeAxis, y: timeAxis, series },
    marks: crossovers.map(({ size, above }) => ({ x: size, label: `${above} from ${sayCount(size)}` })),
  };
}
