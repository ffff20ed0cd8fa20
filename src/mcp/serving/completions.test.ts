// Completions: what an argument may be, of the caller's own, at once and within bounds.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompleteResult } from '@modelcontextprotocol/server';
import { type Connection, connect, openMemoryService } from '../connection.test-support.js';

const sessionTemplate = 'pymcp://sessions/{session}/{+path}{?offset,length}';

type Completion = CompleteResult['completion'];

async function ofPrompt(client: Connection, name: string, value: string, others = {}): Promise<Completion> {
  const params = {
    ref: { type: 'ref/prompt', name: 'plot_data' },
    argument: { name, value },
    context: { arguments: others },
  };
  return (await client.ask<CompleteResult>('completion/complete', params)).completion;
}

async function ofTemplate(client: Connection, name: string, value: string, others = {}): Promise<Completion> {
  const params = {
    ref: { type: 'ref/resource', uri: sessionTemplate },
    argument: { name, value },
    context: { arguments: others },
  };
  return (await client.ask<CompleteResult>('completion/complete', params)).completion;
}

const write = (client: Connection, id: string, paths: readonly string[]): Promise<unknown> =>
  client.call('run_python', {
    code: 'x = 1',
    session_id: id,
    files: paths.map((path) => ({ path, content: '1' })),
  });

for (const era of ['2025-11-25', '2026-07-28'] as const) {
  describe(`completions, protocol ${era}`, () => {
    it('are sessions, environments, paths and addresses', async () => {
      const client = await connect(openMemoryService(), era);
      const [one, two] = [await client.create(), await client.create()];
      await write(client, one, ['data/a.csv', 'data/b.csv', 'c.txt']);
      await write(client, two, ['other.txt']);
      assert.deepEqual((await ofPrompt(client, 'session_id', '')).values, [one, two]);
      assert.deepEqual((await ofPrompt(client, 'env', 'd')).values, ['data']);
      assert.deepEqual((await ofPrompt(client, 'source', 'data/', { session_id: one })).values, [
        'data/a.csv',
        'data/b.csv',
      ]);
      assert.deepEqual((await ofPrompt(client, 'source', `pymcp://sessions/${two}`)).values, [
        `pymcp://sessions/${two}/other.txt`,
      ]);
      assert.deepEqual((await ofTemplate(client, 'session', two)).values, [two]);
      assert.deepEqual((await ofTemplate(client, 'path', '', { session: one })).values, [
        'c.txt',
        'data/a.csv',
        'data/b.csv',
      ]);
      assert.deepEqual((await ofTemplate(client, 'offset', '')).values, []);
    });

    it('are at most a hundred, with how many there are', async () => {
      const client = await connect(openMemoryService(), era);
      const id = await client.create();
      for (let start = 0; start < 150; start += 30)
        await write(
          client,
          id,
          Array.from({ length: 30 }, (_, number) => `f${start + number}`),
        );
      const { values, total, hasMore } = await ofTemplate(client, 'path', 'f', { session: id });
      assert.deepEqual([values.length, total, hasMore], [100, 150, true]);
    });

    it('have nothing of another caller', async () => {
      const service = openMemoryService();
      const [one, other] = [await connect(service, era), await connect(service, era)];
      const id = await one.create();
      await write(one, id, ['secret.csv']);
      for (const completion of [
        await ofPrompt(other, 'session_id', ''),
        await ofPrompt(other, 'source', '', { session_id: id }),
        await ofTemplate(other, 'session', ''),
        await ofTemplate(other, 'path', '', { session: id }),
      ])
        assert.deepEqual([completion.values, completion.total], [[], 0]);
    });

    it('do not wait for a session that is busy', async () => {
      const client = await connect(openMemoryService(), era);
      const [busy, idle] = [await client.create(), await client.create()];
      await write(client, busy, ['a']);
      await write(client, idle, ['b']);
      const hanging = client.call('run_python', { code: 'hang', session_id: busy });
      assert.deepEqual((await ofTemplate(client, 'path', '')).values, ['b']);
      await client.call('interrupt_session', { session_id: busy });
      await hanging;
    });
  });
}
