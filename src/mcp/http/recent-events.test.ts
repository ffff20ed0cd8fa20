import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { RecentEvents } from './recent-events.js';

const message = (text: string): JSONRPCMessage => ({ jsonrpc: '2.0', method: 'm', params: { text } });

async function replay(events: RecentEvents, after: string): Promise<JSONRPCMessage[]> {
  const sent: JSONRPCMessage[] = [];
  await events.replayEventsAfter(after, {
    send: (_, one) => {
      sent.push(one);
      return Promise.resolve();
    },
  });
  return sent;
}

describe('recent events', () => {
  it('are sent again from where a client lost them, of its own stream alone, without what only begins a stream', async () => {
    const events = new RecentEvents();
    const first = await events.storeEvent('a', {} as JSONRPCMessage);
    await events.storeEvent('b', message('of another'));
    const second = await events.storeEvent('a', message('one'));
    await events.storeEvent('a', message('two'));
    assert.deepEqual(await replay(events, first), [message('one'), message('two')]);
    assert.deepEqual(await replay(events, second), [message('two')]);
    assert.equal(await events.getStreamIdForEventId(second), 'a');
  });

  it('are forgotten beyond a bound, the oldest first', async () => {
    const events = new RecentEvents();
    const first = await events.storeEvent('a', message('first'));
    for (let count = 0; count < 40; count += 1) await events.storeEvent('a', message('x'.repeat(100_000)));
    const kept = await replay(events, first);
    assert.ok(kept.length > 5 && kept.length <= 10, String(kept.length));
    for (let count = 0; count < 2_000; count += 1) await events.storeEvent('a', message('y'));
    assert.equal((await replay(events, first)).length, 512);
  });

  it('have ids that are checked', async () => {
    const events = new RecentEvents();
    for (const id of ['', '1', '1:', ':a', 'x:a', '1:a b', `1:${'a'.repeat(65)}`, `${'1'.repeat(16)}:a`]) {
      assert.equal(await events.getStreamIdForEventId(id), undefined);
      await assert.rejects(replay(events, id));
    }
  });
});
