import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scanName } from './scan-name.js';

/** The plain way: all lines, all words of each. */
function scanPlainly(text: string, name: string): readonly { line: number; column: number }[] {
  return text
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) =>
      [...line.matchAll(/[\p{L}\p{N}_]+/gu)]
        .filter(([word]) => word === name)
        .map((match) => ({ line: index + 1, column: match.index + 1 })),
    );
}

const pieces = ['ab', 'a', '_', '1', ' ', '.', '\n', '\r', '\r\n', '𝐚', 'é', '(', 'aba', '\ud800'] as const;

describe('scanName', () => {
  it('finds whole words only, with their lines and columns', () => {
    assert.deepEqual(scanName('ab cab ab_\r\nx.ab\rab', 'ab'), [
      { line: 1, column: 1 },
      { line: 2, column: 3 },
      { line: 3, column: 1 },
    ]);
    assert.deepEqual(scanName('ab', ''), []);
  });

  it('finds what the plain way finds, in texts of odd pieces', () => {
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let turn = 0; turn < 3_000; turn += 1) {
      const text = Array.from({ length: next(30) }, () => pieces[next(pieces.length)]).join('');
      for (const name of ['ab', 'a', 'aba', '𝐚', 'é'])
        assert.deepEqual(scanName(text, name), scanPlainly(text, name), JSON.stringify([text, name]));
    }
  });
});
