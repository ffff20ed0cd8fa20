// Proves: audit.chain. Whatever door a program comes in by, HTTP in both eras, the socket, stdio, its run is written down under
// the name of who asked, and a client reads that and nothing of others.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { hashOf } from '../support/audit-home.js';
import { commandLine } from '../support/command-line.js';
import { eras, negotiations } from '../support/mcp-client.js';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';

interface Shown {
  readonly kind: string;
  readonly caller?: string;
  readonly authentic: boolean;
  readonly code?: { readonly sha256: string };
}

async function startStdio({ env, home }: ServedGateway, ...args: readonly string[]): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: negotiations['2026-07-28'] },
  );
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [commandLine, 'stdio', ...args],
      env: { PATH: String(env['PATH']), HOME: home, XDG_RUNTIME_DIR: home },
    }),
  );
  return client;
}

/** Runs the program, and reads as what caller it was written down: all that it sees is of one. */
async function runAs(client: Client, code: string): Promise<string> {
  await client.callTool({ name: 'run_python', arguments: { code } });
  const { contents } = await client.readResource({ uri: 'pymcp://audit/records' });
  const [content] = contents;
  assert.ok(content !== undefined && 'text' in content);
  const { records } = JSON.parse(content.text) as { records: Shown[] };
  const callers = new Set(records.map(({ caller }) => caller));
  assert.equal(callers.size, 1);
  assert.ok(records.some((record) => record.code?.sha256 === hashOf(code)));
  return [...callers][0] ?? '';
}

async function show({ pymcp }: ServedGateway): Promise<readonly Shown[]> {
  const { stdout } = await pymcp('audit', 'show', '--json', '--last', '1000');
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Shown);
}

describe('every door', () => {
  it('writes down what comes in by it, and the log is whole', async () => {
    const gateway = await openServedGateway([]);
    try {
      const second = await gateway.makeToken('second');
      const clients = [
        ...(await Promise.all(eras.map((era) => gateway.connect(era)))),
        await gateway.connect('2026-07-28', { token: second }),
        await startStdio(gateway, '--attach'),
        await startStdio(gateway),
      ];
      const callers: string[] = [];
      for (const [index, client] of clients.entries()) callers.push(await runAs(client, `${index} + 1`));
      for (const client of clients) await client.close();
      assert.equal(callers[0], callers[1]);
      assert.match(callers.join(' '), /^token:(\w+) token:\1 token:\w+ connection:[\w-]+ connection:[\w-]+$/);
      assert.equal(new Set(callers).size, 4);
      await gateway.pymcp('audit', 'verify');
      const shown = await show(gateway);
      assert.ok(shown.every(({ authentic }) => authentic));
      const begun = shown.filter(({ kind, caller }) => kind === 'begin' && caller !== 'gateway');
      assert.deepEqual(begun.map(({ caller }) => caller).sort(), [...callers].sort());
      for (const token of [gateway.token, second])
        assert.ok(!JSON.stringify(shown).includes(token.slice('pymcp_0123456789_'.length)));
    } finally {
      await gateway.stop();
    }
  });
});

alsoAsOrdinaryUser(import.meta.url);
