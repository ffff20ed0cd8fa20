// What a chart shows, before it is drawn.

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** The least and the most that was measured there. */
  readonly low?: number;
  readonly high?: number;
}

export interface Series {
  /** Guest's word or ours; escaped when it is drawn. */
  readonly label: string;
  readonly spots: readonly Spot[];
  readonly look: 'spots' | 'line' | 'dashes' | 'spots on a line';
  /** From 0; as many hues as src/services/algorithms/report/chart/palette.ts has, then again. */
  readonly hue: number;
}

export interface Axis {
  readonly label: string;
  readonly scale: 'logarithmic' | 'linear';
  /** What round numbers are multiples of, where that is not ten. */
  readonly round?: 'binary';
  readonly say: (value: number) => string;
}

export interface Mark {
  readonly x: number;
  readonly label: string;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Upright lines at an x that means something. */
  readonly marks?: readonly Mark[];
}
