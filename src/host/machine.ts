// What machine this is: read once, never changed.
import { availableParallelism, loadavg, platform, release, totalmem } from 'node:os';
import { exists, readKernelFile } from './files.js';
import { processorArchitecture } from './process-identity.js';

export interface Machine {
  /** As Node names it, e.g. linux. */
  readonly platform: string;
  readonly architecture: string;
  /** e.g. 6.1.0-18-amd64 */
  readonly kernel: string;
  /** e.g. Debian GNU/Linux 12 (bookworm); null where os-release(5) does not say. */
  readonly distribution: string | null;
  /** e.g. 20.19.0 */
  readonly node: string;
  readonly memoryBytes: number;
  readonly isWsl: boolean;
  readonly isContainer: boolean;
}

export async function describeMachine(): Promise<Machine> {
  const kernel = release();
  return {
    platform: platform(),
    architecture: processorArchitecture(),
    kernel,
    distribution: /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readKernelFile('/etc/os-release') ?? '')?.[1] ?? null,
    node: process.versions.node,
    memoryBytes: totalmem(),
    isWsl: /microsoft/i.test(kernel),
    isContainer: await isContainer(),
  };
}

/** How many processes ran or wanted to, as a mean of the last minute, and how many can at once. */
export function readLoad(): { readonly mean: number; readonly processors: number } {
  return { mean: loadavg()[0] ?? 0, processors: availableParallelism() };
}

/** The marks of Docker, Podman and those that name themselves in the environment of pid 1 or in its groups. */
async function isContainer(): Promise<boolean> {
  if ((await exists('/.dockerenv')) || (await exists('/run/.containerenv'))) return true;
  if (process.env['container'] !== undefined) return true;
  return /docker|kubepods|containerd|libpod|\/lxc/.test(readKernelFile('/proc/1/cgroup') ?? '');
}
