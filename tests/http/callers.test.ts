// Proves: auth.token. What one token made belongs to it: no other token sees, uses or ends it, and it goes with its token.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Client } from '@modelcontextprotocol/client';
import { nameProcess } from '../support/gateway.js';
import { namedProcessesOf, waitFor } from '../support/host-processes.js';
import { eras } from '../support/mcp-client.js';
import {
  type Answer,
  beginSession,
  openServedGateway,
  type ServedGateway,
} from '../support/served-gateway.js';

type Fields = Readonly<Record<string, unknown>>;

async function call(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Fields> {
  const result = await client.callTool({ name, arguments: args });
  return result.structuredContent as Fields;
}

async function createSession(client: Client): Promise<string> {
  return ((await call(client, 'create_session'))['session'] as { session_id: string }).session_id;
}

const ids = ({ sessions }: Fields): string[] =>
  (sessions as { session_id: string }[]).map(({ session_id: id }) => id);

describe('callers of one gateway', () => {
  let gateway: ServedGateway;
  let otherToken = '';
  before(async () => {
    gateway = await openServedGateway();
    otherToken = await gateway.makeToken('other');
  });
  after(() => gateway.stop());

  for (const era of eras) {
    it(`have their own sessions, files and results (${era})`, async () => {
      const [one, two] = [await gateway.connect(era), await gateway.connect(era, { token: otherToken })];
      const id = await createSession(one);
      await call(one, 'run_python', {
        session_id: id,
        code: 'open("secret.txt", "w").write("of one"); x = 1',
      });
      for (const [name, args] of [
        ['run_python', { code: 'x' }],
        ['fork_session', {}],
        ['interrupt_session', {}],
        ['close_session', {}],
        ['list_session_files', {}],
        ['read_session_file', { path: 'secret.txt' }],
        ['delete_session_file', { path: 'secret.txt' }],
      ] as const) {
        const refused = await call(two, name, { session_id: id, ...args });
        const never = await call(two, name, { session_id: `${id.slice(0, -1)}0`, ...args });
        assert.equal(refused['status'], 'refused', name);
        // What is another's and what never was are told in the same words.
        assert.equal(
          textOf(refused).replaceAll(id, 'ID'),
          textOf(never).replaceAll(`${id.slice(0, -1)}0`, 'ID'),
        );
      }
      assert.deepEqual(ids(await call(two, 'list_sessions')), []);
      const { resources } = await two.listResources();
      assert.deepEqual(
        resources.map(({ uri }) => uri),
        ['pymcp://audit/records'],
      );
      await assert.rejects(two.readResource({ uri: `pymcp://sessions/${id}/secret.txt` }));
      assert.deepEqual(ids(await call(one, 'list_sessions')), [id]);
      await call(one, 'close_session', { session_id: id });
      await Promise.all([one.close(), two.close()]);
    });

    it(`get their own answers to the same request ids (${era})`, async () => {
      const clients = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          gateway.connect(era, index % 2 === 0 ? {} : { token: otherToken }),
        ),
      );
      // All of them count from the same number.
      const answers = await Promise.all(
        clients.map((client, index) =>
          call(client, 'run_python', { code: `import time; time.sleep(0.2); ${index}` }),
        ),
      );
      assert.deepEqual(
        answers.map(({ value }) => value),
        clients.map((_, index) => String(index)),
      );
      await Promise.all(clients.map((client) => client.close()));
    });
  }

  it('see the sessions of Python that their token made, over every connection and in both eras', async () => {
    const first = await gateway.connect('2025-11-25');
    const id = await createSession(first);
    await call(first, 'run_python', { session_id: id, code: 'x = 42' });
    await first.close();
    const second = await gateway.connect('2026-07-28', { path: '/mcp/python' });
    assert.equal((await call(second, 'run_python', { session_id: id, code: 'x' }))['value'], '42');
    await call(second, 'close_session', { session_id: id });
    await second.close();
  });

  it('cannot use the protocol session of another', async () => {
    const list = { jsonrpc: '2.0', id: 7, method: 'tools/list' };
    const headers = await beginSession(gateway);
    const use = (token: string, method = 'POST'): Promise<Answer> =>
      gateway.ask('/mcp', { method, token, headers, ...(method === 'POST' ? { body: list } : {}) });
    assert.equal((await use(otherToken)).status, 404);
    assert.equal((await use(otherToken, 'DELETE')).status, 404);
    assert.equal((await use(gateway.token)).status, 200);
    assert.equal((await use(gateway.token, 'DELETE')).status, 200);
    assert.equal((await use(gateway.token)).status, 404);
  });

  it('lose what runs and what they made with their token', async () => {
    const token = await gateway.makeToken('leaving');
    const client = await gateway.connect('2026-07-28', { token });
    const id = await createSession(client);
    const code = `${nameProcess('leaving')}import time; time.sleep(60)`;
    const running = call(client, 'run_python', { session_id: id, code });
    const isRefused = assert.rejects(running);
    const { pid = 0 } = gateway.process;
    const living = (): number => namedProcessesOf(pid, 'leaving').length;
    await waitFor('its program', () => living() === 1);
    await gateway.pymcp('token', 'revoke', 'leaving');
    await isRefused;
    await waitFor('the end of its program', () => living() === 0);
    await client.close();
  });
});

const textOf = (fields: Fields): string =>
  JSON.stringify([fields['message'], fields['hint'], fields['error']]);
