import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resultOf } from './answer.test-support.js';
import { excessesOf } from './find-excesses.js';

const completed = { status: 'completed', exitCode: 0, value: null } as const;

describe('what is too much in a result', () => {
  it('is nothing in an ordinary one', () => {
    const { result } = resultOf(completed, 'x'.repeat(300_000));
    assert.deepEqual(excessesOf({ ...result, paths: ['a.txt', 'b/c d.csv', '..x', 'ä'] }), []);
  });

  it('is a text of megabytes, wherever it stands', () => {
    const large = 'x'.repeat(2_000_000);
    const error = { name: 'E', message: large, traceback: '' };
    for (const { result } of [
      resultOf(completed, large),
      resultOf({ ...completed, value: large }),
      resultOf({ status: 'raised', error }),
      resultOf({ status: 'lost', exitCode: 1, signal: null, message: large }),
    ])
      assert.deepEqual(excessesOf(result), ['the result is larger than a result may be']);
  });

  it('is a path that leads elsewhere or hides', () => {
    const { result } = resultOf(completed);
    for (const path of ['../x', '/etc/x', 'a//b', 'a/./b', '', 'a\nb', '\u202egpj.exe', 'x\u0000y'])
      assert.equal(excessesOf({ ...result, paths: [path] }).length, 1, JSON.stringify(path));
  });
});
