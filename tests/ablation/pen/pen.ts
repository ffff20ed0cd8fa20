// Runs one program in the pen (pen.py), with an end by the clock. Only root can build it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../../../src/host/package-root.js';
import { makePenGroups } from './pen-groups.js';

export interface Penned {
  /** Holds the copies of the package (PackageCopies). */
  readonly stage: string;
  readonly program: readonly string[];
  /** Whom the program takes itself for. */
  readonly as: 'root' | 'user';
  /** Whether it may make control groups below those of the pen. */
  readonly groups: 'own' | 'none';
  readonly input: string;
  readonly timeoutMs: number;
}

export interface PenEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly isLate: boolean;
}

/** Above what distributions hand out and below what gateways take; each pen of this process has ids of its own. */
const firstIds = 1_200_000_000;
const idsOfOne = 65_536;
const ids = { root: 0, user: 1000 } as const;
const environment = { PATH: '/usr/bin:/bin', HOME: '/tmp', TMPDIR: '/mnt' } as const;

export async function runInPen(penned: Penned, number: number): Promise<PenEnd> {
  const first = firstIds + (number % 4096) * idsOfOne;
  const owner = penned.groups === 'own' ? first + ids[penned.as] : null;
  const groups = makePenGroups(number, owner);
  try {
    return await start(penned, first, groups.membershipFiles);
  } finally {
    await groups.remove();
  }
}

async function start(penned: Penned, first: number, membershipFiles: readonly string[]): Promise<PenEnd> {
  const { stage, program, as, input, timeoutMs } = penned;
  const pen = join(packageRoot(), 'tests/ablation/pen/pen.py');
  const words = [stage, String(first), String(ids[as]), membershipFiles.join(':'), ...program];
  const child = spawn('/usr/bin/python3', ['-I', '-B', pen, ...words], { cwd: '/', env: environment });
  let [stdout, stderr, isLate] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-20_000)));
  child.stdin.on('error', () => undefined).end(input);
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  await once(child, 'close');
  clearTimeout(timer);
  return { stdout, stderr, isLate };
}
