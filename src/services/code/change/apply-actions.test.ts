import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyActions } from './apply-actions.js';

const edit = (
  line: number,
  from: number,
  to: number,
  newText: string,
): Parameters<typeof applyActions>[1][number][number] => ({
  range: { start: { line, character: from }, end: { line, character: to } },
  newText,
});

describe('applyActions', () => {
  it('applies those that leave one another alone, each as a whole', () => {
    const text = 'one two\r\nthree four\r\n';
    const actions = [
      [edit(1, 0, 5, '3'), edit(0, 0, 3, '1')],
      [edit(0, 2, 5, 'x'), edit(1, 6, 10, '4')],
      [edit(0, 4, 7, '2')],
    ];
    assert.deepEqual(applyActions(text, actions), { after: '1 2\r\n3 four\r\n', applied: [0, 2] });
  });

  it('leaves out what names no place, or one twice', () => {
    for (const action of [
      [edit(9, 0, 1, 'x')],
      [edit(0, 2, 1, 'x')],
      [edit(0, 0, 2, 'x'), edit(0, 1, 3, 'y')],
    ])
      assert.deepEqual(applyActions('text', [action]), { after: 'text', applied: [] });
  });
});
