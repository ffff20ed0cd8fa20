// What the suites of the container share: one engine, one image, one container; null until it is there.
import assert from 'node:assert/strict';
import type { ImageFacts } from '../cis/facts.js';
import type { Box } from './box.js';
import type { Engine } from './engine.js';

export interface Stage {
  readonly engine: Engine;
  readonly tag: string;
  box: Box | null;
  image: ImageFacts | null;
}

/** @throws AssertionError where it was not started: what failed before says why */
export function boxOf({ box }: Stage): Box {
  assert.ok(box !== null, 'there is no container');
  return box;
}
