// For how long a token opens anything: `30d`, `12h`, `5m`. There is none for ever.
import { showStart } from '../core/show-start.js';
import { PymcpError } from '../core/errors.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const units: Readonly<Record<string, number>> = { m: minute, h: 60 * minute, d: day };
const mostMs = 366 * day;

export const defaultLifetime = '90d';

/** Milliseconds. @throws PymcpError `input.limit-invalid` */
export function parseLifetime(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,9})([mhd])$/.exec(text) ?? [];
  const ms = Number(digits) * (units[unit] ?? Number.NaN);
  if (ms >= minute && ms <= mostMs) return ms;
  throw new PymcpError(
    'input.limit-invalid',
    `--expires ${JSON.stringify(showStart(text, 40))} is no time from 1m to 366d`,
    'give a whole number of minutes, hours or days, such as 30m, 12h or 90d',
  );
}
