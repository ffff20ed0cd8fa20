// Where and with what a measurement was made: a figure without it says nothing.
import { cpus, loadavg, release } from 'node:os';
import { readBubblewrapVersion } from '#pymcp/sandbox/backends/bubblewrap/bubblewrap-program.js';
import { packageVersion } from '#pymcp/host/package-root.js';
import type { PythonInstallation } from '#pymcp/sandbox/backends/bubblewrap/python-installation.js';

export interface Machine {
  readonly date: string;
  readonly processors: string;
  readonly kernel: string;
  readonly node: string;
  readonly python: string;
  readonly bubblewrap: string;
  /** Of this package. */
  readonly version: string;
  /** Runnable processes over the last minute (proc_loadavg(5)), before the first round. */
  readonly loadBefore: number;
}

export async function describeMachine(bubblewrap: string, python: PythonInstallation): Promise<Machine> {
  const processors = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processors: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    kernel: release(),
    node: process.versions.node,
    python: python.version,
    bubblewrap: (await readBubblewrapVersion(bubblewrap)) ?? 'unknown',
    version: packageVersion(),
    loadBefore: loadavg()[0] ?? Number.NaN,
  };
}
