// Real processes for the control group tests: guests that join a leaf as a sandbox does, and gateways of their own.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultTotalLimits, type TotalLimits } from '../../src/core/limits.js';
import type { CgroupFolder, CgroupLeaf, CgroupTree } from '../../src/sandbox/cgroup/contract.js';
import { openCgroupTree } from '../../src/sandbox/cgroup/open-cgroup-tree.js';

const ownUid = process.getuid?.() ?? 0;
// As root the guests are somebody else, as in the product; otherwise they are us.
export const guest =
  ownUid === 0 ? { guestUid: 61_234, guestGid: 61_234 } : { guestUid: ownUid, guestGid: ownUid };
const asGuest = ownUid === 0 ? { uid: guest.guestUid, gid: guest.guestGid } : {};

export async function openTree(total: TotalLimits = defaultTotalLimits): Promise<CgroupTree> {
  const attempt = await openCgroupTree({ total, ...guest });
  if (attempt.kind === 'unavailable') assert.fail(`${attempt.why} / ${attempt.hint}`);
  return attempt.tree;
}

export interface Guest {
  /** Exit status or signal. */
  readonly exited: Promise<number | string>;
  kill(): void;
}

let templates = 0;

/** The gateway puts a process into a template leaf; from there it enters the run's leaf itself and goes on. */
export async function startInLeaf(tree: CgroupTree, leaf: CgroupLeaf, program: string): Promise<Guest> {
  const files = leaf.joinFiles.map((file) => toHostPath(tree, file));
  const script = `read go; for file do echo 0 > "$file" || exit 9; done; echo in; ${program}`;
  const child = spawn('/bin/sh', ['-c', script, 'guest', ...files], {
    ...asGuest,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit').then(([status, signal]) => (signal ?? status) as number | string);
  assert.ok(child.pid);
  const template = await tree.openLeaf(`template-${++templates}`, {});
  await template.adopt(child.pid);
  child.stdin.end('go\n');
  await once(child.stdout, 'data');
  await template.remove();
  return {
    exited,
    kill() {
      child.kill('SIGKILL');
    },
  };
}

function toHostPath(tree: CgroupTree, joinFile: string): string {
  const folder = tree.folders.find(({ controller }) => joinFile.startsWith(`${controller}/`));
  assert.ok(folder);
  return `${folder.path}${joinFile.slice(folder.controller.length)}`;
}

interface Opened {
  readonly kind: 'open';
  readonly version: 1 | 2;
  readonly levels: CgroupTree['levels'];
  readonly folders: readonly CgroupFolder[];
  /** A process in a leaf of that gateway's. */
  readonly sleeper: number | undefined;
}
export interface Gateway {
  readonly child: ChildProcess;
  readonly answer: Opened | { readonly kind: 'unavailable'; readonly why: string; readonly hint: string };
}

/**
 * A process that opens groups of its own, says what it got, and closes them when its input ends.
 * @param join membership files that it enters by before it opens anything
 */
export async function startGateway(
  content: 'nothing' | 'sleeper' = 'nothing',
  identity: { uid?: number; gid?: number } = {},
  join: readonly string[] = [],
): Promise<Gateway> {
  const module = new URL('../../src/sandbox/cgroup/open-cgroup-tree.js', import.meta.url).href;
  const who = identity.uid === undefined ? guest : { guestUid: identity.uid, guestGid: identity.gid };
  const program = `
    import { spawn } from 'node:child_process';
    import { writeFileSync } from 'node:fs';
    for (const file of ${JSON.stringify(join)}) writeFileSync(file, '0');
    const { openCgroupTree } = await import(${JSON.stringify(module)});
    const attempt = await openCgroupTree(${JSON.stringify({ total: defaultTotalLimits, ...who })});
    const answer = { kind: attempt.kind, ...(attempt.tree ?? attempt) };
    if (attempt.tree && ${JSON.stringify(content)} === 'sleeper') {
      answer.sleeper = spawn('/bin/sleep', ['60'], { ...${JSON.stringify(asGuest)}, stdio: 'ignore', detached: true }).pid;
      await (await attempt.tree.openLeaf('run-1', { pids: 8 })).adopt(answer.sleeper);
    }
    console.log(JSON.stringify(answer));
    process.stdin.resume().on('end', async () => { await attempt.tree?.close(); process.exit(); });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    ...identity,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, answer: JSON.parse(line) as Gateway['answer'] };
}

export async function endGateway({ child }: Gateway): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  await once(child, 'exit');
}

export async function waitUntil(condition: () => boolean, patienceMs = 30_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'waited in vain');
    await delay(20);
  }
}
