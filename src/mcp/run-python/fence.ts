// Text of others between fences that are longer than any in it, with nothing unseen in it: it ends nowhere but at its end.
import { showControls } from './show-controls.js';

export function fence(text: string): string {
  const shown = showControls(text).replace(/\n$/, '');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}text\n${shown}\n${marks}`;
}
