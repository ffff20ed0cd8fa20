import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits, type TextEdit } from './apply-edits.js';

const edit = (line: number, from: number, to: number, newText = 'neu'): TextEdit => ({
  range: { start: { line, character: from }, end: { line, character: to } },
  newText,
});

describe('applyEdits', () => {
  it('replaces each place, in whatever order, and leaves line ends alone', () => {
    const text = 'old = 1\r\nprint(old)\n# old\rold';
    const edits = [edit(3, 0, 3), edit(0, 0, 3), edit(1, 6, 9)];
    assert.equal(applyEdits(text, edits, 'old', 'neu'), 'neu = 1\r\nprint(neu)\n# old\rneu');
  });

  it('counts columns in UTF-16 units', () => {
    assert.equal(applyEdits('s = "😀"; old', [edit(0, 10, 13)], 'old', 'neu'), 's = "😀"; neu');
  });

  for (const [what, edits] of [
    ['a place that holds something else', [edit(0, 1, 4)]],
    ['a line that is not there', [edit(9, 0, 3)]],
    ['places over one another', [edit(0, 0, 3), edit(0, 0, 3)]],
    ['a place that ends before it begins', [edit(0, 3, 0)]],
    ['another text', [edit(0, 0, 3, 'import os')]],
  ] as const)
    it(`changes nothing for ${what}`, () => {
      assert.equal(applyEdits('old = old2\n', edits, 'old', 'neu'), null);
    });
});
