// Proves: secret.unlogged, where a gateway that knows a secret is made to leave a core file: nothing of its memory stands there. Where the
// kernel of this machine puts no core files beside their process, the filter that leaves memory out is what is looked at.
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { commandLine } from '../support/command-line.js';
import { plainValue, plantSecret } from '../support/planted-secret.js';
import { slow } from '../support/time.js';

/** Lets the program leave a core file of any size, where this user may. */
const unbounded = `
import os, resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
os.execvp(sys.argv[1], sys.argv[1:])
`;
const discovery = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'pymcp-core-'));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const start = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  spawn('/usr/bin/python3', ['-I', '-c', unbounded, process.execPath, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: folder, ...env },
    timeout: slow(60_000),
  });

/** What it has left when it was told to leave its core: the file, or null where the kernel puts it elsewhere. */
async function dump(child: ChildProcessWithoutNullStreams): Promise<Buffer | null> {
  child.kill('SIGSEGV');
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  assert.equal(signal, 'SIGSEGV');
  const [name] = readdirSync(folder).filter((one) => one.startsWith('core'));
  if (name === undefined) return null;
  const bytes = readFileSync(join(folder, name));
  rmSync(join(folder, name));
  return bytes.length === 0 ? null : bytes;
}

const filterOf = (child: ChildProcessWithoutNullStreams): string =>
  readFileSync(`/proc/${child.pid}/coredump_filter`, 'utf8').trim();

describe('a core file of a gateway', () => {
  it('has nothing of the secrets that the gateway knows', async () => {
    const secret = plantSecret(plainValue());
    writeFileSync(join(folder, '.env'), `GH_PAT='${secret.value}'\n`, { mode: 0o600 });
    const network = ['--allow', 'example.org', '--bind-secret', 'GH_PAT=example.org'];
    const gateway = start([commandLine, 'stdio', ...network], {});
    gateway.stdin.write(`${JSON.stringify(discovery)}\n`);
    // It answers: it has read the secret by now.
    await once(gateway.stdout, 'data');
    assert.match(filterOf(gateway), /^0+$/);
    const core = await dump(gateway);
    if (core === null) return;
    assert.equal(core.subarray(1, 4).toString(), 'ELF');
    secret.assertNoPart({ core });
  });

  it('control: a program of Node.js without that leaves what it knows', async () => {
    const secret = plantSecret(plainValue());
    const program = `const known = process.env.GH_PAT; console.log('ready'); setInterval(() => known, 1000)`;
    const other = start(['-e', program], secret.env);
    await once(other.stdout, 'data');
    assert.doesNotMatch(filterOf(other), /^0+$/);
    const core = await dump(other);
    if (core !== null) assert.ok(core.includes(secret.value));
  });
});
