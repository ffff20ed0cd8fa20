// A rootless Docker daemon of a user of the tests' own, as dockerd-rootless.sh starts it, without a network: rootlesskit(1) makes the user
// namespace, and mounts of its own over /etc and /run.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { familyOf } from '../../src/host/process-tree.js';
import type { OrdinaryUser } from './as-ordinary-user.js';
import { awaitDaemon, dockerProgram, endHelpers, toDaemonWords } from './docker-daemon.js';
import { slow } from './time.js';

const program = '/usr/bin/rootlesskit';

export interface RootlessDaemon {
  /** For DOCKER_HOST. */
  readonly host: string;
  end(): Promise<void>;
}

/** @param user with subordinate ids */
export async function startRootlessDaemon({ uid, gid, home }: OrdinaryUser): Promise<RootlessDaemon> {
  for (const path of [program, dockerProgram])
    if (!existsSync(path)) throw new Error(`${path} is missing: make setup-container-tests`);
  const folder = join(home, 'docker');
  mkdirSync(folder, { mode: 0o700 });
  const settings = join(folder, 'daemon.json');
  writeFileSync(settings, '{}');
  chownSync(folder, uid, gid);
  const socket = join(folder, 'docker.sock');
  const daemon = spawn(
    program,
    [
      ...['--state-dir', join(folder, 'kit'), '--net=host', '--copy-up=/etc', '--copy-up=/run', 'sh', '-c'],
      // What is the machine's there is not its own.
      'rm -rf /run/docker /run/containerd /run/xtables.lock; exec "$@"',
      ...['sh', dockerProgram, '--rootless', '--group', '0', ...toDaemonWords(folder, settings, socket)],
    ],
    {
      ...{ uid, gid, cwd: home },
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home, XDG_RUNTIME_DIR: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await awaitDaemon(daemon, socket, folder);
  return { host: `unix://${socket}`, end: () => end(daemon, folder) };
}

async function end(daemon: ChildProcess, folder: string): Promise<void> {
  const pid = daemon.pid ?? 0;
  const family = familyOf(pid);
  if (daemon.exitCode === null && daemon.signalCode === null) {
    daemon.kill('SIGTERM');
    await once(daemon, 'exit');
  }
  endHelpers(folder);
  // Zombies too, unlike survivorsOf: userdel(8) refuses where there is one of the user's.
  const deadline = Date.now() + slow(10_000);
  while (family.some((one) => existsSync(`/proc/${one}`)) && Date.now() < deadline) await delay(20);
}
