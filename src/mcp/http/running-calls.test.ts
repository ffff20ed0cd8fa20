import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { listCalls, listCancelled, RunningCalls } from './running-calls.js';

const answerTo = (id: number | string): JSONRPCMessage => ({
  jsonrpc: '2.0',
  id,
  result: {},
});

describe('running calls', () => {
  it('end with their answers, each once, whoever uses an id twice', () => {
    const calls = new RunningCalls();
    const ended: string[] = [];
    calls.add(1, () => ended.push('first'));
    calls.add(1, () => ended.push('second'));
    calls.add('1', () => ended.push('of text'));
    calls.noteAnswer(answerTo(2));
    calls.noteAnswer({ jsonrpc: '2.0', method: 'notifications/progress', params: {} });
    assert.deepEqual(ended, []);
    calls.noteAnswer(answerTo(1));
    assert.deepEqual([ended, calls.size], [['first'], 2]);
    calls.noteAnswer(answerTo(1));
    calls.noteAnswer(answerTo(1));
    assert.deepEqual(ended, ['first', 'second']);
    calls.endAll();
    assert.deepEqual([ended, calls.size], [['first', 'second', 'of text'], 0]);
  });

  it('are taken out where they were not begun', () => {
    const calls = new RunningCalls();
    let ended = 0;
    const forget = calls.add(1, () => (ended += 1));
    forget();
    assert.deepEqual([ended, calls.size], [1, 0]);
  });
});

describe('the messages of a body', () => {
  it('are found alone and in a batch, and nothing else is', () => {
    const call = { jsonrpc: '2.0', id: 'a', method: 'tools/call', params: { name: 'x' } };
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };
    assert.deepEqual([listCalls(call), listCancelled(cancel)], [['a'], [7]]);
    assert.deepEqual([listCalls([call, cancel]), listCancelled([call, cancel])], [['a'], [7]]);
    for (const body of [
      undefined,
      null,
      1,
      'x',
      [],
      {},
      [null],
      { method: 'tools/call', id: null },
      { method: ['tools/call'], id: 1 },
    ])
      assert.deepEqual([listCalls(body), listCancelled(body)], [[], []]);
  });
});
