// A Docker daemon of the tests' own, for the files that need one: its own folder, no network, nobody else's containers. The ordinary
// user of as-ordinary-user.ts is given the socket of it.
import { type ChildProcess, type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { after, before } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { killProcess } from '../../src/host/cgroup-fs.js';
import { readKernelFile } from '../../src/host/files.js';
import { familyOf } from '../../src/host/process-tree.js';
import { gatewayLabel } from '../../src/sandbox/backends/docker/container-body.js';
import { DockerDaemon } from '../../src/sandbox/backends/docker/docker-daemon.js';
import { type HostProcess, identify } from './host-processes.js';
import { slow } from './time.js';

/** Docker's own variable. */
const variable = 'DOCKER_HOST';
export const dockerProgram = '/usr/sbin/dockerd';

export interface OwnDaemon {
  /** SIGKILL for the daemon alone: what it has started goes on. */
  kill(): Promise<void>;
}

/** Called once, where a test file begins. Fails its tests where there is no Docker to start. */
export function useDockerDaemon(): OwnDaemon {
  let started: { readonly daemon: ChildProcess; readonly folder: string } | null = null;
  before(async () => {
    // Whoever runs this file once more, as an ordinary user, has started one.
    if ((process.env[variable] ?? '') !== '' && process.getuid?.() !== 0) return;
    started = await startDaemon();
  });
  after(async () => {
    if (started === null) return;
    const { daemon, folder } = started;
    if (daemon.exitCode === null && daemon.signalCode === null) {
      daemon.kill('SIGTERM');
      await once(daemon, 'exit');
    }
    endHelpers(folder);
    unmountBelow(folder);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    async kill() {
      const daemon = started?.daemon;
      if (daemon === undefined) throw new Error('there is no daemon of ours');
      daemon.kill('SIGKILL');
      await once(daemon, 'exit');
    },
  };
}

/** Of all sandboxes of the daemon. */
export async function processesOfContainers(): Promise<HostProcess[]> {
  const daemon = await DockerDaemon.find();
  const listed = await daemon.listContainers(gatewayLabel);
  const pids = await Promise.all(listed.map(({ id }) => daemon.readPid(id)));
  return pids
    .filter((pid) => pid > 0)
    .flatMap(familyOf)
    .flatMap(identify);
}

async function startDaemon(): Promise<{ readonly daemon: ChildProcess; readonly folder: string }> {
  if (!existsSync(dockerProgram)) throw new Error(`${dockerProgram} is missing: make setup-container-tests`);
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-docker-'));
  // An ordinary user finds the socket, and nothing else.
  chmodSync(folder, 0o711);
  const settings = join(folder, 'daemon.json');
  writeFileSync(settings, '{}');
  const socket = join(folder, 'docker.sock');
  const words = [
    ...toDaemonWords(folder, settings, socket),
    ...['--exec-opt', 'native.cgroupdriver=cgroupfs', ...cgroupParent()],
  ];
  const daemon = spawn(dockerProgram, words, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  });
  await awaitDaemon(daemon, socket, folder);
  // Its folder is passed by name alone, and it is there for this test.
  chmodSync(socket, 0o666);
  process.env[variable] = `unix://${socket}`;
  return { daemon, folder };
}

/** A daemon without a network that keeps everything in one folder. */
export function toDaemonWords(folder: string, settings: string, socket: string): string[] {
  return [
    ...['--config-file', settings, '--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['--host', `unix://${socket}`, '--pidfile', join(folder, 'pid'), '--storage-driver', 'vfs'],
    ...['--iptables=false', '--bridge=none', '--log-level', 'warn'],
    ...['--default-ulimit', 'nofile=1024:4096', '--default-ulimit', 'nproc=4096:4096'],
  ];
}

/** Until it listens. @param daemon with its stderr piped */
export async function awaitDaemon(
  daemon: ChildProcessByStdio<null, null, Readable>,
  socket: string,
  folder: string,
): Promise<void> {
  let said = '';
  daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const deadline = Date.now() + slow(60_000);
  while (!existsSync(socket) || !existsSync(join(folder, 'pid'))) {
    if (daemon.exitCode !== null || Date.now() > deadline) throw new Error(`Docker does not start: ${said}`);
    await delay(50);
  }
}

/** Below the group that this process is in, where version 1 has groups of memory elsewhere than at their top. */
function cgroupParent(): string[] {
  const own = /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(\/.+)$/m.exec(
    readFileSync('/proc/self/cgroup', 'utf8'),
  )?.[1];
  return own === undefined ? [] : ['--cgroup-parent', `${own}/pymcp-docker-${process.pid}`];
}

/** What a daemon that was killed has mounted for itself. */
function unmountBelow(folder: string): void {
  const places = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((place) => place.startsWith(`${folder}/`));
  for (const place of places.reverse()) execFileSync('/bin/umount', [place]);
}

/** Of a daemon that was killed: its containerd, and what that keeps beside each container. They name this folder, which nobody else has. */
export function endHelpers(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    if ((readKernelFile(`/proc/${pid}/cmdline`) ?? '').includes(`${folder}/`)) killProcess(Number(pid));
}
