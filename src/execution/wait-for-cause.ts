// The first cause of an ending wins: an answer, a limit, a cancel.
import { startTimer } from '../host/clock.js';
import type { Sandbox } from '../sandbox/backend-contract.js';
import type { Cause } from './cause.js';

export interface Causes {
  readonly sandbox: Pick<Sandbox, 'breached' | 'channel'>;
  readonly wallMs: number;
  /** Resolves when more was written than a run may write. */
  readonly overflowed: Promise<void>;
  readonly cancelled: Promise<void>;
}

export async function waitForCause({ sandbox, wallMs, overflowed, cancelled }: Causes): Promise<Cause> {
  const timer = startTimer(wallMs);
  try {
    return await Promise.race([
      cancelled.then((): Cause => ({ kind: 'cancelled' })),
      sandbox.breached.then((limit): Cause => ({ kind: 'limit', limit })),
      overflowed.then((): Cause => ({ kind: 'limit', limit: 'output' })),
      timer.passed.then((): Cause => ({ kind: 'limit', limit: 'wall' })),
      sandbox.channel.receive().then((event): Cause => ({ kind: 'answer', event })),
    ]);
  } finally {
    timer.stop();
  }
}
