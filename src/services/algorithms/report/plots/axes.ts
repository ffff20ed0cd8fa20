// The axes that the charts of an analysis share. Pure.
import type { Axis } from '../chart/chart.js';
import { sayBytes, sayCount, sayTime } from '../say-figure.js';

export const timeAxis: Axis = { label: 'time', scale: 'logarithmic', say: sayTime };
export const stepsAxis: Axis = { label: 'steps', scale: 'logarithmic', say: sayCount };
export const memoryAxis: Axis = {
  label: 'peak of memory',
  scale: 'logarithmic',
  round: 'binary',
  say: sayBytes,
};
export const callsAxis: Axis = { label: 'calls', scale: 'logarithmic', say: sayCount };
export const sizeAxis: Axis = { label: 'size n', scale: 'logarithmic', say: sayCount };
/** On which what doubles with each step is straight. */
export const plainSizeAxis: Axis = { ...sizeAxis, scale: 'linear' };
export const productAxis: Axis = { ...sizeAxis, label: 'n · m' };
export const residualAxis: Axis = {
  label: 'measured − fitted',
  scale: 'linear',
  say: (share) => `${Math.round(1000 * share) / 10} %`,
};
