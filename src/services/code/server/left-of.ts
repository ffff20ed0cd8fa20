// Milliseconds that are left until a moment of the monotonic clock; at least one.
import { monotonicMs } from '../../../host/clock.js';

export function leftOf(deadlineMs: number): number {
  return Math.max(1, Math.round(deadlineMs - monotonicMs()));
}
