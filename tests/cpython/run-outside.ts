// The outside: the same program in plain Python, as a user without rights, in a folder of its own, with the same variables.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { slow } from '../support/time.js';
import type { Side } from './run-module.js';
import type { TestSuite } from './test-suite.js';

const wallMs = slow(1_200_000);

/** Where we are root: `nobody`, which has an entry in /etc/passwd as the user inside has. Else ourselves. */
const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export function toOutside({ more }: TestSuite): Side {
  return async (code, onStdout) => {
    const stage = mkdtempSync(join(tmpdir(), 'pymcp-cpython-'));
    try {
      const home = fill(stage, code, more);
      return await runPlainly(join(home, 'main.py'), home, onStdout);
    } finally {
      rmSync(stage, { recursive: true, force: true });
    }
  };
}

/** The home of a run, with what the sandbox has in its own. */
function fill(stage: string, code: string, more: TestSuite['more']): string {
  const home = join(stage, 'home');
  chmodSync(stage, 0o755);
  const files = [{ path: 'main.py', bytes: Buffer.from(code) }, ...more];
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), bytes);
  }
  if (identity.uid !== undefined) chownSync(home, identity.uid, identity.gid);
  return home;
}

async function runPlainly(program: string, home: string, onStdout: (text: string) => void): Promise<string> {
  const child = spawn('/usr/bin/python3', ['-I', '-B', program], {
    ...identity,
    cwd: home,
    env: { PATH: '/usr/bin', HOME: home, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const overdue = setTimeout(() => {
    endGroup(child.pid);
  }, wallMs);
  child.stdout.setEncoding('utf8').on('data', onStdout);
  const errors = text(child.stderr);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(overdue);
  endGroup(child.pid);
  return `exit ${String(code ?? signal)}\n${(await errors).slice(-2000)}`;
}

/** What tests have left behind goes with them, and holds no pipe open. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}
