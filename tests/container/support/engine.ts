// Podman with storage, networks, mounts and names of its own, in a temporary folder, so that nothing of this machine's is seen or left.
// Its mounts are in a namespace of their own: other tests count those of the machine while this one runs.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slow } from '../../support/time.js';
import { findMachineOptions, type MachineOptions } from './machine-options.js';

const podman = '/usr/bin/podman';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Engine {
  readonly folder: string;
  readonly machine: MachineOptions;
  readonly #options: readonly string[];
  /** Podman, in the namespace of the holder. */
  readonly #command: string;
  /** Its mount namespace lasts as long as it does. null: an ordinary user's engine has one of its own anyway. */
  readonly #holder: ChildProcess | null;

  static async open(): Promise<Engine> {
    const folder = mkdtempSync(join(tmpdir(), 'pymcp-container-'));
    if (process.getuid?.() !== 0) return new Engine(folder, null);
    const ready = ['sh', '-c', 'echo; exec sleep infinity'];
    const holder = spawn('/usr/bin/unshare', ['--mount', '--propagation', 'private', ...ready], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Before it speaks it may still be in the namespace of the machine.
    await Promise.race([once(holder.stdout, 'data'), once(holder, 'close').then(refuse)]);
    return new Engine(folder, holder);
  }

  private constructor(folder: string, holder: ChildProcess | null) {
    this.folder = folder;
    this.#holder = holder;
    this.#command = join(folder, 'podman');
    // The working folder is lost by entering the namespace: it is looked up in it again.
    const enter = holder === null ? '' : `nsenter --mount=/proc/${holder.pid}/ns/mnt --wdns="$PWD" -- `;
    writeFileSync(this.#command, `#!/bin/sh\nexec ${enter}${podman} "$@"\n`, { mode: 0o755 });
    this.machine = findMachineOptions();
    const below = (name: string): string => join(this.folder, name);
    this.#options = [
      ...['--root', below('root'), '--runroot', below('runroot'), '--storage-driver', 'overlay'],
      ...['--network-config-dir', below('networks'), '--tmpdir', below('tmp')],
      ...this.machine.engine,
    ];
  }

  /** As scripts take it, in ENGINE. */
  get words(): string {
    return [this.#command, ...this.#options].join(' ');
  }

  /** Runs a command of the engine to its end, whatever that is. */
  try(args: readonly string[], timeoutMs = 60_000): Promise<Ended> {
    return new Promise((resolve) => {
      // The engine leaves a file `oom` where it stands when memory ran out.
      const options = {
        cwd: this.folder,
        timeout: slow(timeoutMs),
        maxBuffer: 256 * 1024 * 1024,
        encoding: 'utf8',
      } as const;
      execFile(this.#command, [...this.#options, ...args], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exitCode, stdout, stderr });
      });
    });
  }

  /** @throws Error with what it wrote to stderr where it fails */
  async run(args: readonly string[], timeoutMs?: number): Promise<string> {
    const { exitCode, stdout, stderr } = await this.try(args, timeoutMs);
    if (exitCode !== 0) throw new Error(`podman ${args.join(' ')}: exit code ${exitCode}\n${stderr}`);
    return stdout;
  }

  /** Removes everything that was made, and only that: all of it is below the folder. */
  async close(): Promise<void> {
    await this.try(['rm', '--all', '--force', '--time', '0', '--volumes']);
    // The last of its namespace takes the mounts along.
    if (this.#holder?.kill('SIGKILL') === true) await once(this.#holder, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function refuse(): never {
  throw new Error('there is no mount namespace to be had for the engine');
}
