// Podman with storage, networks and names of its own, in a temporary folder, so that nothing of this machine's is seen or left.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { slow } from '../../support/time.js';
import { findMachineOptions, type MachineOptions } from './machine-options.js';

const podman = '/usr/bin/podman';
const umount = '/usr/bin/umount';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Engine {
  readonly folder: string;
  readonly machine: MachineOptions;
  readonly #options: readonly string[];

  /** @param folder of its own; left out, a new one */
  constructor(folder = mkdtempSync(join(tmpdir(), 'pymcp-container-'))) {
    this.folder = folder;
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
    return [podman, ...this.#options].join(' ');
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
      execFile(podman, [...this.#options, ...args], options, (error, stdout, stderr) => {
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
    for (const mount of mountsBelow(this.folder)) await promisify(execFile)(umount, [mount]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Deepest first. */
function mountsBelow(folder: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length);
}
