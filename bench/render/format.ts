// Figures as people read them. Pure.
import type { Unit } from '../report.js';

/** Three significant digits are more than two runs agree on; two where ratios are small. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  if (Math.abs(value) >= 10) return value.toFixed(1);
  return Math.abs(value) >= 1 ? value.toFixed(2) : value.toPrecision(2);
}

export function formatFigure(value: number, unit: Unit): string {
  return `${formatNumber(value)} ${unit}`;
}
