// What a program said by the way in which it ended: its value, its exception, or what stopped it.
import type { SeenResult } from './wire.js';

export function saidBy({ outcome }: Pick<SeenResult, 'outcome'>): readonly string[] {
  switch (outcome.status) {
    case 'completed':
      return [outcome.value ?? ''];
    case 'raised':
      return [outcome.error.name, outcome.error.message, outcome.error.traceback];
    default:
      return [outcome.message];
  }
}
