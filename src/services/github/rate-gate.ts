// The limits of GitHub are kept without being run into: once it has said that there is nothing left, nobody asks until the time
// that it named ("Rate limits for the REST API"). One for a token, whoever calls.
import { PymcpError } from '../../core/errors.js';
import { nowMs } from '../../host/clock.js';
import { type Failure, isRateLimited, sayWhen, secondsToWait } from '../../secrets/github/read-failure.js';

/** Each is counted by itself. */
export type RateResource = 'core' | 'search' | 'code_search';

/** Where a secondary limit names no time. */
const ordinaryWaitSeconds = 60;
/** Whatever a server says. */
const longestWaitSeconds = 3_600;

export function rateResourceOf(route: string): RateResource {
  if (route.includes(' /search/code')) return 'code_search';
  return route.includes(' /search/') ? 'search' : 'core';
}

export class RateGate {
  readonly #untilMs = new Map<RateResource | 'all', number>();

  /** @throws PymcpError `github.rate-limited` */
  check(resource: RateResource): void {
    const untilMs = Math.max(this.#untilMs.get(resource) ?? 0, this.#untilMs.get('all') ?? 0);
    const seconds = (untilMs - nowMs()) / 1000;
    if (seconds > 0) throw rateLimited(seconds);
  }

  /** Of an answer that was no failure. */
  noteAnswer(resource: RateResource, headers: Failure['headers']): void {
    if (String(headers['x-ratelimit-remaining']) === '0') this.#close(resource, secondsToWait({ headers }));
  }

  /** The error to tell; null where it is no matter of limits. */
  noteFailure(resource: RateResource, failure: Failure): PymcpError | null {
    if (!isRateLimited(failure)) return null;
    const isPrimary = failure.headers['x-ratelimit-remaining'] === '0';
    const seconds = secondsToWait(failure) ?? ordinaryWaitSeconds;
    this.#close(isPrimary ? resource : 'all', seconds);
    return rateLimited(seconds);
  }

  #close(resource: RateResource | 'all', seconds: number | null): void {
    const wait = Math.min(seconds ?? ordinaryWaitSeconds, longestWaitSeconds);
    this.#untilMs.set(resource, nowMs() + wait * 1000);
  }
}

const rateLimited = (seconds: number): PymcpError =>
  new PymcpError(
    'github.rate-limited',
    'GitHub takes no more requests with this token for now',
    `${sayWhen(seconds)}, and do something else until then`,
  );
