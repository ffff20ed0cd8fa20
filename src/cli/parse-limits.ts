// Limits as options name them, in seconds and megabytes.
import { limitBounds } from '../core/limits.js';
import { parseNumber } from './parse-number.js';

const mebibyte = 1024 * 1024;

/** Milliseconds. @throws PymcpError `input.limit-invalid` */
export function parseSeconds(text: string): number {
  const { least, most } = limitBounds.wallMs;
  const bounds = { least: least / 1000, most: most / 1000, unit: 'seconds' };
  return Math.round(parseNumber('--timeout', text, bounds) * 1000);
}

/** Bytes. @throws PymcpError `input.limit-invalid` */
export function parseMegabytes(text: string): number {
  const { least, most } = limitBounds.memoryBytes;
  const bounds = { least: least / mebibyte, most: most / mebibyte, unit: 'megabytes' };
  return Math.round(parseNumber('--memory', text, bounds) * mebibyte);
}
