// Proves: fail.closed. A run and a server do what the configuration says; one that others could have written is not obeyed, and
// nothing runs with a setting that nobody understood.
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { StructuredResult } from '../../src/mcp/run-python/output-schema.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, type Ended, pymcp } from '../support/command-line.js';

interface Shown {
  readonly file: string | null;
  readonly settings: readonly { readonly key: string; readonly value: unknown; readonly origin: string }[];
}

const folders: string[] = [];
let home = '';
let file = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'pymcp-configuration-'));
  folders.push(home);
  mkdirSync(join(home, 'isolated-pymcp'));
  file = join(home, 'isolated-pymcp', 'config.json');
});
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const envOf = (variables: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...process.env,
  XDG_CONFIG_HOME: home,
  XDG_STATE_HOME: join(home, 'state'),
  ...variables,
});

const write = (content: unknown, path = file): void => {
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
};

function command(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return pymcp(args, 'import os\nprint("ran", os.path.exists("/workspace"))\n', { env: envOf(variables) });
}

async function refused(says: RegExp, variables: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const args of [['run', '-'], ['stdio'], ['config', 'show']]) {
    const { exitCode, stdout, stderr } = await command(args, variables);
    assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    assert.match(stderr, /^error: [^\n]+\nhint: [^\n]+\n$/);
    assert.match(stderr, says);
  }
}

async function callWith(args: readonly string[], code: string): Promise<StructuredResult> {
  const client = new Client({ name: 'test', version: '1' });
  const env = Object.fromEntries(
    Object.entries(envOf({})).filter((one): one is [string, string] => one[1] !== undefined),
  );
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [commandLine, 'stdio', ...args], env }),
  );
  try {
    const result = await client.callTool({ name: 'run_python', arguments: { code } });
    return result.structuredContent as StructuredResult;
  } finally {
    await client.close();
  }
}

describe('the configuration of the user', () => {
  it('holds for a run: its limits, and no workspace', async () => {
    mkdirSync(join(home, 'project'));
    write({
      limits: { timeoutSeconds: 1 },
      workspace: { folder: join(home, 'project') },
      environment: 'data',
    });
    const { stdout, exitCode, stderr } = await command(['run', '-']);
    assert.deepEqual([stdout, exitCode], ['ran False\n', 0], stderr);
    const endless = await pymcp(['run', '-'], 'while True: pass\n', { env: envOf({}) });
    assert.equal(endless.exitCode, 124);
    assert.match(endless.stderr, /1 s/);
  });

  it('gives way to variables, and those to flags', async () => {
    write({ environment: 'nope' });
    assert.match((await command(['run', '-'])).stderr, /no Python environment named nope/);
    assert.match((await command(['run', '-'], { PYMCP_ENV: 'none' })).stderr, /environment named none/);
    assert.equal(
      (await command(['run', '--env', 'python', '-'], { PYMCP_ENV: 'none' })).stdout,
      'ran False\n',
    );
  });

  it('holds for a server: its workspace, unless a flag names another', async () => {
    for (const name of ['one', 'two']) {
      mkdirSync(join(home, name));
      writeFileSync(join(home, name, 'name.txt'), name);
    }
    write({ workspace: { folder: '../one', writable: true }, limits: { timeoutSeconds: 20 } });
    const code = 'import os\n[open("/workspace/name.txt").read(), os.access("/workspace", os.W_OK)]';
    assert.equal((await callWith([], code)).value, "['one', True]");
    assert.equal((await callWith(['--workspace', join(home, 'two')], code)).value, "['two', False]");
  });

  it('is shown with where each setting comes from', async () => {
    write({ strict: true });
    const { stdout } = await command(['config', 'show', '--json', '--port', '0', '--no-socket'], {
      PYMCP_SESSIONS: '3',
    });
    const shown = JSON.parse(stdout) as Shown;
    assert.equal(shown.file, file);
    const of = (wanted: string): unknown[] => {
      const found = shown.settings.find(({ key }) => key === wanted);
      return [found?.value, found?.origin];
    };
    assert.deepEqual(of('strict'), [true, 'file']);
    assert.deepEqual(of('sessions.most'), [3, 'environment']);
    assert.deepEqual(of('http.port'), [0, 'flag']);
    assert.deepEqual(of('http.socket'), [false, 'flag']);
    assert.deepEqual(of('http.ipv6'), [false, 'default']);
    const table = (await command(['config', 'show'])).stdout;
    assert.match(table, /^strict +true +\/.*config\.json:1:11$/m);
    assert.match(table, /^http\.ipv6 +false +default$/m);
  });

  it('may be a link, to a file of the user', async () => {
    write({ environment: 'nope' }, join(home, 'real.json'));
    symlinkSync(join(home, 'real.json'), file);
    assert.match((await command(['run', '-'])).stderr, /named nope/);
  });

  it('is looked for in no relative XDG_CONFIG_HOME, and nothing is wrong where there is no home', async () => {
    write('x');
    assert.equal(
      (await command(['run', '-'], { XDG_CONFIG_HOME: 'relative', HOME: join(home, 'empty') })).exitCode,
      0,
    );
    const env = { PATH: '/usr/bin:/bin', XDG_CONFIG_HOME: '', HOME: '' };
    assert.equal((await pymcp(['config', 'show'], '', { env })).exitCode, 0);
  });
});

describe('what is not obeyed, by any command:', () => {
  it('a file that others may write to', async () => {
    for (const mode of [0o602, 0o620, 0o666]) {
      write({});
      chmodSync(file, mode);
      await refused(/not obeyed: others may write to it\nhint: chmod go-w /);
    }
  });

  it('a file whose folder others may write to', async () => {
    write({});
    chmodSync(join(home, 'isolated-pymcp'), 0o777);
    await refused(/others may replace it in its folder\nhint: chmod o-w /);
  });

  it('a link to such a file', async () => {
    write({}, join(home, 'real.json'));
    chmodSync(join(home, 'real.json'), 0o666);
    symlinkSync(join(home, 'real.json'), file);
    await refused(/others may write to it/);
  });

  if (process.getuid?.() === 0) {
    it('a file of another user', async () => {
      write({});
      chownSync(file, 12_345, 12_345);
      await refused(/it belongs to user 12345/);
    });
  }

  it('a file that is not regular, is too large, or is no text', async () => {
    mkdirSync(file);
    await refused(/not a regular file/);
    renameSync(file, join(home, 'folder'));
    symlinkSync('/dev/zero', file);
    await refused(/not a regular file/);
    rmSync(file);
    write(' '.repeat(1024 * 1024 + 1));
    await refused(/more than 1048576 bytes/);
    writeFileSync(file, Buffer.from([0xff, 0xfe]));
    await refused(/not UTF-8/);
  });

  it('a file that is wrong, with the place', async () => {
    write('{\n  "http": { "prot": 1 }\n}');
    await refused(/config\.json:2:13: there is no setting "prot" in http\nhint: did you mean http\.port\?/);
  });

  it('a variable that nobody knows, or that does not fit', async () => {
    await refused(/no variable "PYMCP_TIMOUT"\nhint: did you mean PYMCP_TIMEOUT\?/, { PYMCP_TIMOUT: '5' });
    await refused(/PYMCP_PORT abc is not a number/, { PYMCP_PORT: 'abc' });
    await refused(/PYMCP_HOST "0\.0\.0\.0" is not a loopback address/, { PYMCP_HOST: '0.0.0.0' });
  });

  it('a file that is named and not there', async () => {
    await refused(/no file .*PYMCP_CONFIG names/, { PYMCP_CONFIG: join(home, 'none.json') });
    const { exitCode, stderr } = await command(['run', '--config', join(home, 'none.json'), '-']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /which --config names/);
  });
});

alsoAsOrdinaryUser(import.meta.url);
