// Proves: jail.once. A gateway that is killed under load leaves no process; its control groups and its folder go with the
// next start.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { nameProcess } from '../support/gateway.js';
import { jailProcessesOf, namedProcessesOf, survivorsOf, waitFor } from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';
import { RawClient, type ServedClient, withClient } from '../support/mcp-client.js';

const runs = 4;

/** Two daemons beside the program, one of them a child of pid 1. */
const busy = `
import os, time
for _ in range(2):
    if os.fork() == 0:
        os.setsid()
        if os.fork() != 0: os._exit(0)
        ${nameProcess('daemon')}
        time.sleep(3600)
${nameProcess('busy')}time.sleep(3600)`;

async function callTool(
  client: RawClient,
  name: string,
  args: Record<string, unknown> = {},
): Promise<string> {
  const id = `${name}-${client.lines.length}`;
  const params = { name, arguments: args };
  const { result } = await client.ask({ jsonrpc: '2.0', id, method: 'tools/call', params });
  const fields = result?.structuredContent as { session?: { session_id?: string } } | undefined;
  assert.ok(fields?.session?.session_id, JSON.stringify(result));
  return fields.session.session_id;
}

/** Runs and a session that are busy, one that is idle and its copy, children that wait. */
async function load(client: RawClient): Promise<void> {
  const server = client.child.pid ?? 0;
  await client.initialize();
  const idle = await callTool(client, 'create_session');
  const occupied = await callTool(client, 'create_session');
  client.call('first', '1', { session_id: idle });
  await client.answerTo('first');
  await callTool(client, 'fork_session', { session_id: idle });
  for (let number = 0; number < runs; number += 1) client.call(`run-${number}`, busy);
  client.call('busy', busy, { session_id: occupied });
  await waitFor('the programs', () => namedProcessesOf(server, 'busy').length === runs + 1);
  await waitFor('the daemons', () => namedProcessesOf(server, 'daemon').length === 2 * (runs + 1));
}

/** Returns its process id. */
async function killUnderLoad(): Promise<number> {
  const client = new RawClient();
  const server = client.child.pid ?? 0;
  try {
    await load(client);
    const family = jailProcessesOf(server);
    // Two for each of the sandboxes at least, and the daemons.
    assert.ok(family.length >= 2 * (runs + 3) + 2 * (runs + 1));
    // Before the kill: any gateway of this user that starts after it takes them away.
    assert.notDeepEqual(leavingsOf(server).files, [], 'the control: there is something to take away');
    client.child.kill('SIGKILL');
    await client.exited;
    assert.deepEqual(await survivorsOf(family), []);
  } finally {
    client.child.kill('SIGKILL');
  }
  return server;
}

async function valueOf(served: ServedClient, code: string, more = {}): Promise<string | null> {
  return (await served.run(code, more)).structured.value;
}

describe('a gateway that is killed under load', () => {
  it('leaves no process, and the next start takes its groups and its folder away', async () => {
    const server = await killUnderLoad();
    // With the same environment: TMPDIR says where an ordinary user's folders are.
    const next = new RawClient();
    await next.initialize();
    next.call(1, '1 + 1');
    const { result } = await next.answerTo(1);
    assert.equal(result?.structuredContent?.value, '2');
    assert.deepEqual(leavingsOf(server), { groups: [], files: [] });
    next.child.stdin.end();
    await next.exited;
  });

  it('while another of the same user works: that one does not notice', async () => {
    await withClient('2025-11-25', [], async (other) => {
      const { fields } = await other.call('create_session');
      const { session_id } = fields['session'] as { session_id: string };
      await other.run('x = 1', { session_id });
      await killUnderLoad();
      await withClient('2025-11-25', [], async (next) => {
        assert.equal(await valueOf(next, '1 + 1'), '2');
      });
      assert.equal(await valueOf(other, 'x', { session_id }), '1');
      assert.equal(await valueOf(other, '1 + 1'), '2');
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
