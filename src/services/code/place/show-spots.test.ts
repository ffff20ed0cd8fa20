import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showSpots } from './show-spots.js';

const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index + 1}`);
const spots = (count: number, files = 1): { path: string; line: number; column: number }[] =>
  Array.from({ length: count }, (_, index) => ({ path: `f${index % files}.py`, line: index + 1, column: 1 }));
const show = (count: number, files: number, most: number): ReturnType<typeof showSpots> =>
  showSpots(spots(count, files), () => lines, most);

describe('showSpots', () => {
  it('leaves out more and more, and says what', () => {
    assert.deepEqual(show(1, 1, 1_000), { text: 'f0.py:\n>1 | line 1\n 2 | line 2', left: null });
    assert.match(show(20, 1, 800).left ?? '', /lines around them/);
    const counts = show(500, 2, 1_000);
    assert.deepEqual(
      [counts.text, /counts per file/.test(counts.left ?? '')],
      ['f0.py: 250\nf1.py: 250', true],
    );
    const total = show(500, 500, 1_000);
    assert.deepEqual(
      [total.text, /only the total/.test(total.left ?? '')],
      ['500 places in 500 files', true],
    );
  });

  it('shows nothing of nothing', () => {
    assert.deepEqual(
      showSpots([], () => lines, 100),
      { text: '', left: null },
    );
  });
});
