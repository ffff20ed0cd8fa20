// Proves: auth.token. The socket is for this user alone, and `pymcp stdio --attach` joins the gateway behind it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { commandLine, pymcp } from '../support/command-line.js';
import { nameProcess } from '../support/gateway.js';
import { namedProcessesOf, waitFor } from '../support/host-processes.js';
import { type Era, eras, negotiations } from '../support/mcp-client.js';
import { ask, openServedGateway, type ServedGateway, withServedGateway } from '../support/served-gateway.js';

async function attach(gateway: ServedGateway, era: Era, args: readonly string[] = []): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: negotiations[era] });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [commandLine, 'stdio', '--attach', ...args],
      env: { HOME: gateway.home, XDG_RUNTIME_DIR: gateway.home },
    }),
  );
  return client;
}

async function valueOf(client: Client, code: string, session?: string): Promise<unknown> {
  const args = { code, ...(session === undefined ? {} : { session_id: session }) };
  const { structuredContent } = await client.callTool({ name: 'run_python', arguments: args });
  return (structuredContent as { value: unknown }).value;
}

async function sessionsOf(client: Client): Promise<unknown[]> {
  const { structuredContent } = await client.callTool({ name: 'list_sessions', arguments: {} });
  return (structuredContent as { sessions: unknown[] }).sessions;
}

const end = (env: NodeJS.ProcessEnv, ...args: string[]): ReturnType<typeof pymcp> =>
  pymcp(['stdio', '--attach', ...args], '', { env });

describe('the socket of the gateway', () => {
  let gateway: ServedGateway;
  before(async () => {
    gateway = await openServedGateway([]);
  });
  after(() => gateway.stop());

  it('can be opened by this user alone', async () => {
    const path = gateway.socket ?? assert.fail('there is none');
    assert.equal(lstatSync(path).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
    if (process.getuid?.() !== 0) return;
    const code = `require('node:net').connect(${JSON.stringify(path)}).on('error', (e) => console.log(e.code)).on('connect', () => console.log('in'))`;
    const child = spawn(process.execPath, ['-e', code], { uid: 65_533, gid: 65_533, cwd: '/' });
    let said = '';
    child.stdout.on('data', (part: Buffer) => (said += part.toString()));
    await once(child, 'close');
    assert.equal(said, 'EACCES\n');
  });

  it('needs no token, and takes no wrong one', async () => {
    const socketPath = gateway.socket ?? assert.fail('there is none');
    const call = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const at = (headers: Record<string, string>): ReturnType<typeof ask> =>
      ask('http://localhost', '/mcp', { method: 'POST', body: call, socketPath, headers });
    assert.equal((await at({})).status, 400);
    assert.equal((await at({ authorization: 'Bearer pymcp_wrong' })).status, 401);
    assert.equal((await at({ host: 'evil.example' })).status, 403);
    assert.equal((await at({ origin: 'http://evil.example' })).status, 403);
    assert.equal((await ask('http://localhost', '/metrics', { socketPath })).status, 200);
    assert.match((await ask('http://localhost', '/health', { socketPath })).text, /python/);
  });

  for (const era of eras) {
    it(`leads stdio to the gateway, with what it made for that client alone (${era})`, async () => {
      const [one, two] = [await attach(gateway, era), await attach(gateway, era, ['--services', 'python'])];
      assert.equal(await valueOf(one, '6 * 7'), '42');
      const { structuredContent } = await one.callTool({ name: 'create_session', arguments: {} });
      const { session_id: id } = (structuredContent as { session: { session_id: string } }).session;
      await valueOf(one, `${nameProcess('attached')}x = 1`, id);
      assert.equal(await valueOf(one, 'x', id), '1');
      assert.deepEqual(await sessionsOf(two), []);
      const { pid = 0 } = gateway.process;
      const living = (): number => namedProcessesOf(pid, 'attached').length;
      assert.equal(living(), 1);
      await one.close();
      await waitFor('the end of its session', () => living() === 0);
      assert.equal(await valueOf(two, '1'), '1');
      await two.close();
    });
  }

  it('says why it cannot be joined', async () => {
    const nobody = await end({ ...gateway.env, XDG_RUNTIME_DIR: join(gateway.home, 'nothing') });
    // Another gateway of root may be found at the usual place.
    if (nobody.exitCode !== 0)
      assert.match(nobody.stderr, /^error: no gateway [\s\S]*hint: [\s\S]*pymcp serve/);
    const others = await end(gateway.env, '--memory', '100');
    assert.deepEqual([others.exitCode, /own settings/.test(others.stderr)], [2, true]);
    const unknown = await end(gateway.env, '--services', 'pyhton');
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /did you mean python/);
  });

  it('is held by one gateway, and taken over from one that was killed', async () => {
    const second = await pymcp(['serve', '--port', '0'], '', { env: gateway.env });
    assert.equal(second.exitCode, 3);
    assert.match(second.stderr, /another gateway of this user[\s\S]*--attach/);
    gateway.process.kill('SIGKILL');
    await once(gateway.process, 'exit');
    assert.ok(existsSync(gateway.socket ?? ''));
    assert.equal((await end(gateway.env)).exitCode, 3);
    const next = spawn(process.execPath, [commandLine, 'serve', '--port', '0', '--json'], {
      env: gateway.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(next.stdout, 'data');
    const client = await attach(gateway, '2026-07-28');
    assert.equal(await valueOf(client, '1 + 1'), '2');
    await client.close();
    next.kill('SIGTERM');
    await once(next, 'exit');
    assert.equal(existsSync(gateway.socket ?? ''), false);
  });
});

describe('a client whose gateway ends', () => {
  it('is told, and may start it again', async () => {
    await withServedGateway([], async (gateway) => {
      const joined = spawn(process.execPath, [commandLine, 'stdio', '--attach'], { env: gateway.env });
      let said = '';
      joined.stderr.on('data', (part: Buffer) => (said += part.toString()));
      joined.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
      await once(joined.stdout, 'data');
      gateway.process.kill('SIGTERM');
      const [code] = (await once(joined, 'close')) as [number | null];
      assert.equal(code, 3);
      assert.match(said, /error: the gateway has ended[\s\S]*hint: [\s\S]*pymcp serve/);
    });
  });

  it('does not follow a socket that somebody else could have put there', async () => {
    await withServedGateway([], async (gateway) => {
      const path = gateway.socket ?? assert.fail('there is none');
      chmodSync(dirname(path), 0o777);
      const refused = await end(gateway.env);
      assert.equal(refused.exitCode, 3);
      chmodSync(dirname(path), 0o700);
      const client = await attach(gateway, '2026-07-28');
      assert.equal(await valueOf(client, '1'), '1');
      await client.close();
    });
  });
});
