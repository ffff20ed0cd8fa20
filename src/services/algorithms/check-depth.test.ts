import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkDepth } from './check-depth.js';
import type { Sample } from './measured.js';

function at(sizes: readonly number[], depth: (n: number) => number): readonly Sample[] {
  return sizes.map((n) => ({ sizes: [n], depth: depth(n), cpu_ns: [], wall_ns: [] }));
}

const doubled = [1, 2, 4, 8, 16, 32, 64, 128, 256];

describe('the depth of the stack', () => {
  it('is a warning where it grows with the size, and says where that ends', () => {
    const [check] = checkDepth(at(doubled, (n) => n + 1));
    assert.equal(check?.state, 'warning');
    assert.match(check.detail, /257 calls deep at size 256, .* fails near size 996/);
  });

  it('is none where it grows as a logarithm, or not at all', () => {
    for (const depth of [(n: number) => 1 + Math.ceil(Math.log2(n)), () => 3])
      assert.equal(checkDepth(at(doubled, depth))[0]?.state, 'ok');
  });

  it('is not told where nothing was counted', () => {
    assert.deepEqual(checkDepth([{ sizes: [4], cpu_ns: [1], wall_ns: [1] }]), []);
  });
});
