// The processes of sandboxes as the host sees them, for checks that no guest can colour.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, familyOf, namespacePidsOf } from '../../src/host/process-tree.js';
import { readProcessStat } from '../../src/host/process-stat.js';
import { startTimeOf } from '../../src/host/start-time.js';
import { slow } from './time.js';

export const namespaceKinds = ['user', 'mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'] as const;
export type NamespaceKind = (typeof namespaceKinds)[number];

/** A process by what stays its own: the kernel uses ids again. */
export interface HostProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** The bubblewrap processes that a gateway has started, templates without it, and sandboxes of gVisor. */
export function templatesOf(gateway: number): number[] {
  return childrenOf(gateway).filter(
    (pid) =>
      readOr(`/proc/${pid}/comm`) === 'bwrap\n' ||
      /(?:^|\/)(?:runsc|start_(?:contained|container|vessel|with_folders)\.py)\0/.test(
        readOr(`/proc/${pid}/cmdline`),
      ),
  );
}

/** Everything below a gateway's templates: bubblewrap, the template, births on the way, sandboxes. */
export function jailProcessesOf(gateway: number): HostProcess[] {
  return templatesOf(gateway).flatMap(familyOf).flatMap(identify);
}

/** The processes of all sandboxes below a gateway: those that are two pid namespaces further in than it is. */
export function sandboxProcessesOf(gateway: number): HostProcess[] {
  const depth = namespacePidsOf(gateway).length + 2;
  return jailProcessesOf(gateway).filter(({ pid }) => namespacePidsOf(pid).length === depth);
}

/** What a program does first to be told from sandboxes that wait for one (prctl(2), PR_SET_NAME). */
export const markProgram = 'import ctypes; ctypes.CDLL(None).prctl(15, b"in-the-run")';

/** Of each sandbox in which a program has marked itself, all processes. */
export function runsOf(gateway: number): HostProcess[][] {
  return sandboxProcessesOf(gateway)
    .filter(({ pid }) => namespacePidsOf(pid).at(-1) === 1)
    .map(({ pid }) => familyOf(pid))
    .filter((family) => family.some((pid) => readOr(`/proc/${pid}/comm`) === 'in-the-run\n'))
    .map((family) => family.flatMap(identify));
}

/** Those of them with a name that their program has given them. */
export function namedProcessesOf(gateway: number, name: string): HostProcess[] {
  return sandboxProcessesOf(gateway).filter(({ pid }) => readOr(`/proc/${pid}/comm`) === `${name}\n`);
}

/** Of a process that lives. */
export function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** None where it is gone. */
export function identify(pid: number): HostProcess[] {
  const startTime = startTimeOf(pid);
  return startTime === null ? [] : [{ pid, startTime }];
}

/** Zombies do not count: whoever is to reap them is not the jail. */
export function isAlive({ pid, startTime }: HostProcess): boolean {
  const found = readProcessStat(pid);
  return found !== null && found.startTicks === startTime && !found.isDead;
}

/** Those of the processes that are still there after some patience. */
export async function survivorsOf(processes: readonly HostProcess[]): Promise<HostProcess[]> {
  const deadline = Date.now() + slow(10_000);
  for (;;) {
    const alive = processes.filter(isAlive);
    if (alive.length === 0 || Date.now() > deadline) return alive;
    await delay(20);
  }
}

/** Every process of a user id. */
export function processesOfUser(uid: number): HostProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => new RegExp(`^Uid:\\s+${uid}\\s`, 'm').test(readOr(`/proc/${pid}/status`)))
    .flatMap((pid) => identify(Number(pid)));
}

/** One status file per task: capabilities, no_new_privs, seccomp belong to a thread. */
export function taskStatuses(pid: number): Map<string, string>[] {
  return readdirSync(`/proc/${pid}/task`).map(
    (task) =>
      new Map(
        readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8')
          .split('\n')
          .map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]),
      ),
  );
}

/** e.g. `pid:[4026531836]` */
export function namespaceOf(pid: number | 'self', kind: NamespaceKind): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Asks again and again, with much patience. */
export async function waitFor<Value>(
  what: string,
  look: () => Value | null | undefined | false,
): Promise<Value> {
  const deadline = Date.now() + slow(20_000);
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await delay(10);
  }
}
