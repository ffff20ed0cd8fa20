// Those that solve one problem, side by side, with the sizes at which another one becomes the fastest. Pure.
import type { Analysis } from '../../analysis.js';
import { type Comparison, type Curve, timeAt, toCurve } from '../../compare-solvers.js';
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
  const curves = new Map(
    order.flatMap(({ name }) => {
      const judged = functions.find(({ measured }) => measured.name === name && measured.kind === kind);
      return judged === undefined ? [] : [[name, toCurve(judged.measured.samples)] as const];
    }),
  );
  const series = [...curves].map(([name, curve], hue): Series => ({
    ...{ label: name, look: 'spots on a line', hue },
    spots: curve.map(({ n, ns }) => ({ x: n, y: ns })),
  }));
  return {
    ...{ title: `${problem}, ${kind}: time of each`, x: sizeAxis, y: timeAxis, series },
    marks: crossovers
      .filter((one) => isAhead(one, curves))
      .map(({ size, above }) => ({ x: size, label: `${above} from ${sayCount(size)}` })),
  };
}

/** Where another becomes the fastest of all; those further behind are in the words. */
function isAhead(
  { above, size }: Comparison['crossovers'][number],
  curves: ReadonlyMap<string, Curve>,
): boolean {
  const own = curves.get(above);
  if (own === undefined) return false;
  const others = [...curves.values()].filter((curve) => (curve.at(-1)?.n ?? 0) >= size);
  return timeAt(own, size) <= Math.min(...others.map((curve) => timeAt(curve, size)));
}
