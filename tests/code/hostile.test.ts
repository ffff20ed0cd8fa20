// Proves: jail.kernel, path.protected, path.contained. The language server is sealed as every sandbox is, executes nothing of a hostile
// workspace, shows nothing that is masked or lies outside, is replaced when it is gone, and never outlives the gateway.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openCodeClient, serverName } from '../support/code-client.js';
import {
  jailProcessesOf,
  namedProcessesOf,
  namespaceKinds,
  namespaceOf,
  survivorsOf,
  taskStatuses,
} from '../support/host-processes.js';
import type { ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const secret = `canary_${process.pid}`;

/** Everything that could make a language server run or read what it should not. */
function makeHostile(): { readonly folder: string; readonly outside: string; readonly canary: string } {
  const outside = makeFolder({
    'secret.py': `${secret} = 1\n`,
    'stubs/json/__init__.pyi': `${secret}: int\n`,
  });
  const canary = join(outside, 'ran');
  const script = `#!/bin/sh\ntouch ${canary} /workspace/ran\n`;
  const folder = makeFolder({
    'main.py': 'import json\nimport linked\nimport masked\n\nvalue = json.dumps(1)\n',
    'pyrightconfig.json': JSON.stringify({
      venvPath: '.',
      venv: 'env',
      pythonPath: './python',
      stubPath: join(outside, 'stubs'),
      extraPaths: [outside],
      extends: join(outside, 'config.json'),
    }),
    'pyproject.toml': '[tool.pyright]\nvenvPath = "."\nvenv = "env"\n',
    'conftest.py': `open(${JSON.stringify(canary)}, "w")\n`,
    'sitecustomize.py': `open(${JSON.stringify(canary)}, "w")\n`,
    'node_modules/pyright/index.js': `require("fs").writeFileSync(${JSON.stringify(canary)}, "")\n`,
    'env/pyvenv.cfg': 'home = /workspace\n',
    '.env': `${secret} = 1\n`,
    '.env.py': `${secret} = 1\n`,
  });
  for (const path of ['python', 'python3', 'node', 'env/bin/python', 'env/bin/python3']) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), script);
    chmodSync(join(folder, path), 0o755);
  }
  symlinkSync(join(outside, 'secret.py'), join(folder, 'linked.py'));
  symlinkSync(outside, join(folder, 'linked_folder'));
  linkSync(join(folder, '.env'), join(folder, 'masked.py'));
  return { folder, outside, canary };
}

describe('a hostile workspace', () => {
  const { folder, canary } = makeHostile();
  let served: ServedClient;
  before(async () => {
    served = await openCodeClient(folder);
  });
  after(() => served.close());

  it('is read, and nothing of it is executed', async () => {
    const { text } = await served.call('hover', { path: 'main.py', pattern: 'json.<|>dumps' });
    // Of typeshed, not of the stubs that the workspace names.
    assert.match(text, /def dumps/);
    await served.call('diagnostics', { path: 'main.py' });
    assert.deepEqual([existsSync(canary), existsSync(join(folder, 'ran'))], [false, false]);
    assert.equal(readFileSync(join(folder, '.env'), 'utf8'), `${secret} = 1\n`);
  });

  it('shows nothing of what is masked, under any name, or lies outside of it', async () => {
    const seen: string[] = [];
    for (const [tool, args] of [
      ['symbols', {}],
      ['find_symbol', { symbol: secret }],
      ['symbols', { path: 'masked.py' }],
      ['symbols', { path: '.env.py' }],
      ['symbols', { path: 'linked.py' }],
      ['hover', { path: 'linked_folder/secret.py', line: 1 }],
      ['hover', { path: 'main.py', pattern: 'import <|>linked' }],
      ['definition', { path: 'main.py', pattern: 'import <|>masked' }],
      ['completion', { path: 'main.py', line: 5, column: 1, begins: 'canary' }],
    ] as const)
      seen.push(JSON.stringify((await served.call(tool, args)).raw));
    // The name that was asked for comes back in the answer; what stands behind it does not.
    const told = seen.filter((answer) =>
      answer.replaceAll(`match \\"${secret}`, '').replaceAll(`match \\\\\\"${secret}`, '').includes(secret),
    );
    assert.deepEqual(told, []);
  });

  it('is not shown what has become a secret since, by the very next question', async () => {
    const late = join(folder, 'late.py');
    writeFileSync(late, 'late_name = 1\n');
    assert.match((await served.call('symbols', { path: 'late.py' })).text, /late_name/);
    linkSync(late, join(folder, 'late.pem'));
    const { text, raw } = await served.call('symbols', { path: 'late.py' });
    assert.equal(raw.isError, true, text);
    assert.doesNotMatch(text, /late_name/);
  });

  it('is looked at from a jail with every layer, in every thread', async () => {
    await served.call('symbols', { path: 'main.py' });
    const [server] = namedProcessesOf(served.pid, serverName);
    assert.ok(server !== undefined);
    for (const kind of namespaceKinds)
      assert.notEqual(namespaceOf(server.pid, kind), namespaceOf('self', kind));
    for (const status of taskStatuses(server.pid)) {
      const fields = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp'];
      const none = '0000000000000000';
      assert.deepEqual(
        fields.map((field) => status.get(field)),
        [none, none, none, none, none, '1', '2'],
      );
      assert.doesNotMatch(status.get('Uid') ?? '', /\b0\b/);
    }
    const mounts = readFileSync(`/proc/${server.pid}/mountinfo`, 'utf8').split('\n');
    const workspace = mounts.find((line) => line.split(' ')[4] === '/workspace') ?? '';
    assert.match(workspace.split(' ')[5] ?? '', /^ro,nosuid,nodev,noexec/);
  });

  it('is answered again by another server where the first was killed, and where it hangs in a FIFO', async () => {
    const [server] = namedProcessesOf(served.pid, serverName);
    assert.ok(server !== undefined);
    process.kill(server.pid, 'SIGKILL');
    assert.match((await served.call('symbols', { path: 'main.py' })).text, /value/);
    execFileSync('mkfifo', [join(folder, 'pipe.py')]);
    assert.match((await served.call('diagnostics', { path: 'main.py' })).text, /in main.py/);
  });
});

describe('the language server of a gateway that is killed', () => {
  it('is gone with it', async () => {
    const folder = makeFolder({ 'main.py': 'value = 1\n' });
    const served = await openCodeClient(folder);
    await served.call('symbols', {});
    const family = jailProcessesOf(served.pid);
    assert.ok(namedProcessesOf(served.pid, serverName).length === 1);
    process.kill(served.pid, 'SIGKILL');
    assert.deepEqual(await survivorsOf(family), []);
    await served.close().catch(() => undefined);
  });
});
