import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { LastErrors } from './last-errors.js';
import type { RunPythonAnswer } from './run-python.js';

const [one, other] = [toCaller('one'), toCaller('other')];
const raised = (traceback: string): RunPythonAnswer =>
  ({
    kind: 'ran',
    result: { outcome: { status: 'raised', error: { name: 'E', message: '', traceback } } },
  }) as RunPythonAnswer;
const completed = { kind: 'ran', result: { outcome: { status: 'completed' } } } as RunPythonAnswer;

describe('LastErrors', () => {
  it('keeps the last of each session and caller, and none of others', () => {
    const errors = new LastErrors();
    errors.note(one, undefined, raised('first'));
    errors.note(one, undefined, raised('second'));
    errors.note(one, undefined, completed);
    errors.note(one, 'abc', raised('in a session'));
    assert.deepEqual([errors.find(one, undefined), errors.find(one, 'abc')], ['second', 'in a session']);
    assert.deepEqual([errors.find(other, undefined), errors.find(other, 'abc')], [null, null]);
    errors.forget(one);
    assert.equal(errors.find(one, 'abc'), null);
  });

  it('keeps a bounded number', () => {
    const errors = new LastErrors();
    for (let index = 0; index < 100; index += 1) errors.note(one, String(index), raised(String(index)));
    assert.deepEqual([errors.find(one, '0'), errors.find(one, '99')], [null, '99']);
  });
});
