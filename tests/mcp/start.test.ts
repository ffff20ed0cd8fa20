// How the server is started: from any configuration, with nothing around it, and what it says where it cannot work.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { commandLine, pymcp } from '../support/command-line.js';
import { RawClient } from '../support/mcp-client.js';

async function end(client: RawClient): Promise<void> {
  client.child.stdin.end();
  assert.equal(await client.exited, 0);
}

/** Code that writes where it should not, once stdout was taken for the protocol: what runs before us is not ours. */
const noise =
  'data:text/javascript,const { write } = process.stdout; setInterval(() => {' +
  'if (process.stdout.write === write) return; console.log("stray"); process.stdout.write("stray") }, 5)';

describe('pymcp stdio', () => {
  it('works from an absolute command with an empty environment', async () => {
    const client = new RawClient([], {
      command: ['/usr/bin/env', '-i', process.execPath, commandLine, 'stdio'],
      env: {},
    });
    await client.initialize();
    client.call(1, '6 * 7');
    assert.equal((await client.answerTo(1)).result?.structuredContent?.value, '42');
    await end(client);
    assert.equal(client.stderr, '');
  });

  it('sends nothing but the protocol to stdout, whoever else writes there', async () => {
    const client = new RawClient([], {
      command: [process.execPath, '--import', noise, commandLine, 'stdio'],
    });
    await client.initialize();
    client.call(1, '6 * 7');
    await client.answerTo(1);
    await end(client);
    assert.match(client.stderr, /stray/);
    for (const line of client.lines) assert.ok(!line.includes('stray'), line);
  });

  it('serves a client that has closed its stderr', async () => {
    const client = new RawClient([], {
      command: [process.execPath, '--import', noise, commandLine, 'stdio'],
    });
    client.child.stderr.destroy();
    await client.initialize();
    client.call(1, '6 * 7');
    assert.equal((await client.answerTo(1)).result?.structuredContent?.value, '42');
    await end(client);
  });

  it('takes its limits from its options, and a call its own', async () => {
    const client = new RawClient(['--timeout', '0.5', '--memory', '64']);
    await client.initialize();
    client.call(1, 'while True: pass');
    client.call(2, 'x = bytearray(200_000_000)');
    client.call(3, 'import time; time.sleep(0.7); "long"', { timeout_s: 10 });
    const answers = await Promise.all([1, 2, 3].map((id) => client.answerTo(id)));
    assert.deepEqual(
      answers.map(({ result }) => [result?.structuredContent?.status, result?.structuredContent?.limit]),
      [
        ['limit', 'wall'],
        ['limit', 'memory'],
        ['completed', undefined],
      ],
    );
    await end(client);
  });

  it('says of itself what a writable workspace makes of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pymcp-writable-'));
    try {
      const client = new RawClient(['--workspace', folder, '--writable']);
      await client.initialize();
      const { result } = await client.ask({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
      const [tool] = result?.['tools'] as { annotations: object; description: string }[];
      assert.deepEqual(tool?.annotations, {
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: false,
        openWorldHint: false,
      });
      assert.match(tool.description, /\/workspace.* stays/);
      client.call(2, 'open("made.txt", "w").write("x")\nimport os; os.getcwd()');
      assert.equal((await client.answerTo(2)).result?.structuredContent?.value, "'/workspace'");
      assert.deepEqual(readdirSync(folder), ['made.txt']);
      await end(client);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  for (const { args, error } of [
    { args: ['--no-such'], error: /unknown option '--no-such'/ },
    { args: ['argument'], error: /too many arguments/ },
    { args: ['--timeout', '-1'], error: /--timeout -1 is out of range/ },
    { args: ['--memory', 'much'], error: /--memory much is not a number/ },
    { args: ['--env', 'nowhere'], error: /no Python environment named nowhere/ },
    { args: ['--env', '../x'], error: /environment name/ },
    { args: ['--sessions', '0'], error: /--sessions 0 is out of range/ },
    { args: ['--sessions', '1.5'], error: /--sessions 1\.5 is not a whole number/ },
    { args: ['--session-idle', 'long'], error: /--session-idle long is not a number/ },
    { args: ['--writable'], error: /--writable/ },
    { args: ['--workspace', '/'], error: /workspace/ },
    { args: ['--workspace', '/no/such/folder'], error: /workspace/ },
  ]) {
    it(`refuses ${args.join(' ')} with a hint`, async () => {
      const ended = await pymcp(['stdio', ...args]);
      assert.equal(ended.exitCode, 2);
      assert.match(ended.stderr, error);
      assert.match(ended.stderr, /^error: .*\nhint: .*\n$/s);
      assert.equal(ended.stdout, '');
    });
  }

  it('answers the protocol where the jail cannot be set up, and each call with the reason and the fix', async () => {
    // No new user namespace below here: bubblewrap cannot begin (user_namespaces(7), max_user_namespaces).
    const inside = `echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" "$@"`;
    const client = new RawClient([], {
      command: ['unshare', '-Ur', 'sh', '-c', inside, process.execPath, commandLine, 'stdio'],
    });
    await client.initialize();
    client.call(1, '1');
    const { result } = await client.answerTo(1);
    assert.deepEqual([result?.['isError'], result?.structuredContent?.status], [true, 'refused']);
    assert.ok((result?.structuredContent?.hint ?? '') !== '');
    await end(client);
    assert.match(client.stderr, /^\S+Z error: .*\n\S+Z hint: /s);
  });

  it('leaves pymcp run without the protocol: it starts where the packages of the protocol are not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pymcp-light-'));
    try {
      const packages = ['commander', 'fastest-levenshtein'].map((name) => join('node_modules', name));
      for (const part of ['dist-test/src', 'guest', 'package.json', ...packages]) {
        cpSync(join(packageRoot(), part), join(folder, part), { recursive: true });
      }
      const cli = join(folder, 'dist-test/src/cli/main.js');
      const run = spawnSync(process.execPath, [cli, 'run', '-'], { input: 'print(6 * 7)', encoding: 'utf8' });
      assert.deepEqual([run.status, run.stdout, run.stderr], [0, '42\n', '']);
      // The control: the protocol is not there.
      assert.notEqual(spawnSync(process.execPath, [cli, 'stdio'], { input: '' }).status, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
