// Bounds of sessions as options name them: a number of sessions, and seconds.
import { PymcpError } from '../core/errors.js';
import { parseNumber } from './parse-number.js';

/** @throws PymcpError `input.limit-invalid` */
export function parseSessionCount(text: string): number {
  const bounds = { least: 1, most: 4096, unit: 'sessions' };
  const count = parseNumber('--sessions', text, bounds);
  if (Number.isInteger(count)) return count;
  throw new PymcpError(
    'input.limit-invalid',
    `--sessions ${text.slice(0, 40)} is not a whole number`,
    `give a whole number from ${bounds.least} to ${bounds.most}`,
  );
}

/** Milliseconds. @throws PymcpError `input.limit-invalid` */
export function parseIdleSeconds(text: string): number {
  const bounds = { least: 1, most: 7 * 24 * 60 * 60, unit: 'seconds' };
  return Math.round(parseNumber('--session-idle', text, bounds) * 1000);
}
