// Whether a function calls itself so deep that the interpreter ends it: how deep the stack was at each size. Pure.
import type { Check } from './check.js';
import type { Sample } from './measured.js';

const name = 'recursion depth';
/** Of the interpreter, where nobody changes it. */
const deepest = 1_000;
/** Whoever is this deep, and deeper with each size, comes to the end. */
const deep = 50;
/** The depth is as the size: its exponent is near 1. */
const likeSize = 0.7;

/** @returns none where the depth is not known */
export function checkDepth(samples: readonly Sample[]): readonly Check[] {
  const known = samples
    .flatMap(({ sizes, depth }) => (depth === undefined ? [] : [{ size: Math.max(...sizes), depth }]))
    .sort((one, other) => one.size - other.size);
  const last = known.at(-1);
  if (last === undefined) return [];
  const most = known.reduce((one, other) => (other.depth > one.depth ? other : one));
  const half = known.findLast(({ size }) => 2 * size <= last.size);
  const grows =
    half !== undefined && Math.log(last.depth / half.depth) / Math.log(last.size / half.size) > likeSize;
  if (!grows || most.depth < deep)
    return [{ name, state: 'ok', detail: `at most ${most.depth} calls deep, at size ${most.size}` }];
  const end = Math.round((deepest * most.size) / most.depth);
  const detail = `${most.depth} calls deep at size ${most.size}, and deeper with each: it fails near size ${end}`;
  return [{ name, state: 'warning', detail }];
}
