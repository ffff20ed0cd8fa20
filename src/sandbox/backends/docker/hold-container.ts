// fail.closed: the process that a daemon tells for a container is nobody's until it has shown that it is. A daemon elsewhere, or in
// another pid namespace, starts what we cannot see and end, and tells the number of a stranger here.
import { PymcpError } from '../../../core/errors.js';
import { monotonicMs, sleep } from '../../../host/clock.js';
import { openFolder, readKernelFile } from '../../../host/files.js';
import { parseProcessStat } from '../../../host/process-stat.js';
import type { DockerDaemon } from './docker-daemon.js';

/** Pid 1 of a container, by a descriptor: a number is another's after its end, this is nobody's. */
export interface HeldContainer {
  readonly pid: number;
  readonly startTime: string;
  /** Its folder in /proc. */
  readonly path: string;
  /** @throws PymcpError where it has ended: what was read by its number may have been another's */
  confirm(): void;
  close(): Promise<void>;
}

/** What shows that a process is pid 1 of a container. */
export interface Signs {
  /** Id of the container. */
  readonly container: string;
  /** Its last argument, which nobody else has. */
  readonly word: string;
  /** Whether the daemon makes a control group for it, which is named as it is. */
  readonly hasGroup: boolean;
}

/** From its start to the program in it, the container is what has made it. */
const fullPatienceMs = 10_000;
const pauseMs = 5;

/** @param patienceMs until the process has its argument @throws PymcpError where the container has ended, or is not to be seen from here */
export async function holdContainer(
  daemon: Pick<DockerDaemon, 'readPid'>,
  signs: Signs,
  patienceMs = fullPatienceMs,
): Promise<HeldContainer> {
  const pid = await daemon.readPid(signs.container);
  const held = pid > 0 ? await hold(pid, signs, patienceMs) : null;
  if (held !== null) return held;
  throw (await daemon.readPid(signs.container)) > 0 ? unseen() : ended();
}

async function hold(pid: number, signs: Signs, patienceMs: number): Promise<HeldContainer | null> {
  const folder = await openFolder(`/proc/${pid}`).catch(() => null);
  if (folder === null) return null;
  const { descriptorPath: path, close } = folder;
  let startTime: string | null = null;
  try {
    startTime = (await hasSigns(path, signs, patienceMs)) ? readStartTime(path) : null;
  } finally {
    if (startTime === null) await close();
  }
  if (startTime === null) return null;
  const confirm = (): void => {
    if (readStartTime(path) === null) throw ended();
  };
  return { pid, startTime, path, confirm, close };
}

async function hasSigns(
  path: string,
  { container, word, hasGroup }: Signs,
  patienceMs: number,
): Promise<boolean> {
  const deadline = monotonicMs() + patienceMs;
  while (readStartTime(path) !== null && monotonicMs() < deadline) {
    const words = (readKernelFile(`${path}/cmdline`) ?? '').split('\0');
    // Each ends with a NUL.
    if (words.at(-2) === word)
      return !hasGroup || (readKernelFile(`${path}/cgroup`) ?? '').includes(container);
    await sleep(pauseMs);
  }
  return false;
}

/** null where it has ended. */
function readStartTime(path: string): string | null {
  const text = readKernelFile(`${path}/stat`);
  if (text === null || text === '') return null;
  const { isDead, startTicks } = parseProcessStat(text);
  return isDead ? null : startTicks;
}

function ended(): PymcpError {
  return new PymcpError(
    'host.unsupported',
    'a container of Docker ended before it was told anything; nothing was run',
    'run `pymcp doctor --backend docker` to see what this machine lacks',
  );
}

function unseen(): PymcpError {
  return new PymcpError(
    'host.unsupported',
    'the Docker daemon starts containers that are not to be seen from here; nothing was run',
    'run pymcp where the daemon runs, in no container of its own; or use another backend',
  );
}
