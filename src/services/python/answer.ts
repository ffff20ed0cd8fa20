// What the service says to whatever it is asked: done, or refused with the reason and the fix. Never a rejection.
import { PymcpError } from '../../core/errors.js';

export interface Refusal {
  readonly kind: 'refused';
  readonly error: PymcpError;
}

export type Answer<Value> = { readonly kind: 'done'; readonly value: Value } | Refusal;

/** @param onBug told of a failure that is ours, with its trace */
export async function toAnswer<Value>(
  work: () => Promise<Value> | Value,
  onBug: (error: unknown) => void,
): Promise<Answer<Value>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    return { kind: 'refused', error: toRefusal(error, onBug) };
  }
}

function toRefusal(error: unknown, onBug: (error: unknown) => void): PymcpError {
  if (error instanceof PymcpError) return error;
  onBug(error);
  return new PymcpError(
    'internal.bug',
    'isolated-pymcp itself failed and nothing is known of what was asked for',
    'ask again; if it fails again, report it with what the server wrote to stderr',
    { cause: error },
  );
}
