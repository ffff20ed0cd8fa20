import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineDiff } from './line-diff.js';

describe('lineDiff', () => {
  it('shows what differs with the lines around, and where', () => {
    assert.equal(lineDiff('a\nb\nc\n', 'a\nb\nc\n'), '');
    assert.equal(lineDiff('import os\nx = 1\n', 'x = 1\n'), '@@ line 1 @@\n-import os\n x = 1\n ');
    const before = Array.from({ length: 20 }, (_, number) => `line ${number}`);
    const after = before.map((line) => (line === 'line 2' || line === 'line 15' ? `${line}!` : line));
    assert.equal(
      lineDiff(before.join('\n'), after.join('\n')),
      '@@ line 1 @@\n line 0\n line 1\n-line 2\n+line 2!\n line 3\n line 4\n' +
        '@@ line 14 @@\n line 13\n line 14\n-line 15\n+line 15!\n line 16\n line 17',
    );
  });

  it('shows of much that differs all of it', () => {
    const before = Array.from({ length: 2_000 }, (_, number) => `a${number}`);
    const shown = lineDiff(before.join('\n'), before.map((line) => `${line}x`).join('\n')).split('\n');
    assert.equal(shown.filter((line) => /^[-+]a/.test(line)).length, 4_000);
  });
});
