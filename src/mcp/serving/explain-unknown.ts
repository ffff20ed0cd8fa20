// What a client is told that named something that there is not: the nearest name, or where the names are.
import { showStart } from '../../core/show-start.js';
import { nearestName } from '../../core/nearest-name.js';

/** @param method lists them */
export function explainUnknown(kind: string, name: string, known: readonly string[], method: string): string {
  const near = nearestName(name, known);
  const help = near === null ? `${method} shows those that there are` : `did you mean ${near}?`;
  return `there is no ${kind} ${JSON.stringify(showStart(name, 80))}; ${help}`;
}
