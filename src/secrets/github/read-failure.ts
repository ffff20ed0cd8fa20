// What GitHub said no with, without the request, which has the token.
import { nowMs } from '../../host/clock.js';

export interface Failure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** GitHub's words, as they came. */
  readonly said: string;
}

/** null where there was no answer. */
export function readFailure(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('response' in error)) return null;
  const { response } = error as { response?: { status: number; headers: Failure['headers']; data: unknown } };
  if (response === undefined) return null;
  const { data } = response;
  const said = typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : '';
  return { status: response.status, headers: response.headers, said };
}

/** The secondary limits (docs.github.com, "Rate limits for the REST API") may say so in words alone. */
export const isRateLimited = ({ status, headers, said }: Failure): boolean =>
  status === 429 ||
  (status === 403 &&
    (headers['x-ratelimit-remaining'] === '0' ||
      headers['retry-after'] !== undefined ||
      /secondary rate limit/i.test(said)));

/** Until it may be asked again; null where GitHub does not say. */
export function secondsToWait({ headers }: Pick<Failure, 'headers'>): number | null {
  const [after, reset] = [Number(headers['retry-after']), Number(headers['x-ratelimit-reset'])];
  const seconds = Number.isFinite(after) ? after : reset - nowMs() / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}

/** `try again in 2 minutes`. */
export function sayWhen(seconds: number | null): string {
  if (seconds === null) return 'try again in an hour';
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}

/** One line, and never the token. */
export function toSaid(text: string, token: string): string {
  const line = text
    .replaceAll(token, '…')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 200);
  return line === '' ? '' : `, "${line}"`;
}
