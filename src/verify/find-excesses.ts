// Whether a result is larger than one may be, or names a file by a path that leads elsewhere. With bounds of its own, so that a gateway
// that does not keep to its own is noticed. Pure.
import { saidBy } from './said-by.js';
import type { SeenResult } from './wire.js';

/** Far above what a result has, and far below what a client could not take. */
const mostCharacters = 1024 * 1024;
const controls = /[\p{Cc}\p{Cf}\p{Cs}\ufffd]/u;

/** Empty where everything is within its bounds. */
export function excessesOf(result: SeenResult): string[] {
  const { stdout, stderr, paths } = result;
  const isLarge = [stdout, stderr, ...saidBy(result)].some((text) => text.length > mostCharacters);
  return [
    ...(isLarge ? ['the result is larger than a result may be'] : []),
    ...paths.filter(leadsElsewhere).map((path) => `a file comes out as ${JSON.stringify(path.slice(0, 80))}`),
  ];
}

function leadsElsewhere(path: string): boolean {
  const names = path.split('/');
  return controls.test(path) || names.some((name) => name === '' || name === '.' || name === '..');
}
