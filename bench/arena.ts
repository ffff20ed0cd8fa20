// Who takes part in a run of the benchmarks: opened when a scenario first asks, all closed at the end.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmod, chown, rm } from '#pymcp/host/files.js';
import { chooseGuestIdentity, currentIdentity, type Identity } from '#pymcp/host/process-identity.js';
import { requireBubblewrap } from '#pymcp/sandbox/backends/bubblewrap/bubblewrap-program.js';
import {
  describePython,
  type PythonInstallation,
} from '#pymcp/sandbox/backends/bubblewrap/python-installation.js';
import { findEnvironment } from '#pymcp/execution/environments/known-environments.js';
import { parseEnvironmentName } from '#pymcp/core/names.js';
import type { Use } from './library/question.js';
import { inheritedEnvironment } from './participants/inherited-environment.js';
import { type Launcher, openLauncher } from './participants/launcher.js';
import { type Library, openLibrary } from './participants/library.js';
import { McpClient } from './participants/mcp-client.js';
import type { RunOptions } from './report.js';

export const python = parseEnvironmentName('python');
export const data = parseEnvironmentName('data');

export class Arena {
  readonly options: RunOptions;
  readonly bubblewrap: string;
  readonly installation: PythonInstallation;
  /** A folder of ours that the baselines may write to. */
  readonly scratch: string;
  readonly #identity: Identity | null;
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #libraries = new Map<string, Library>();
  #guests: Launcher | null = null;
  #ourselves: Launcher | null = null;
  #mcp: Promise<McpClient> | null = null;

  private constructor(
    options: RunOptions,
    bubblewrap: string,
    installation: PythonInstallation,
    scratch: string,
    identity: Identity | null,
  ) {
    this.options = options;
    this.bubblewrap = bubblewrap;
    this.installation = installation;
    this.scratch = scratch;
    this.#identity = identity;
    this.#closers.push(() => rm(scratch, { recursive: true, force: true }));
  }

  /** The caller closes it. @throws PymcpError where what the jail is built of is missing */
  static async open(options: RunOptions): Promise<Arena> {
    const [bubblewrap, installation] = await Promise.all([
      requireBubblewrap(),
      describePython(findEnvironment(python).interpreter),
    ]);
    const chosen = chooseGuestIdentity();
    const identity = chosen.uid === currentIdentity().uid ? null : chosen;
    const scratch = mkdtempSync(join(tmpdir(), 'pymcp-bench-'));
    await chmod(scratch, 0o755);
    if (identity !== null) await chown(scratch, identity.uid, identity.gid);
    return new Arena(options, bubblewrap, installation, scratch, identity);
  }

  /** Starts baselines under an unprivileged user id, as sandboxes are. */
  get guests(): Launcher {
    // Without a folder for its cache matplotlib looks for fonts at every import, which would flatter us.
    this.#guests ??= this.keep(
      openLauncher(this.installation.interpreter, this.#identity, { MPLCONFIGDIR: this.scratch }),
    );
    return this.#guests;
  }

  /** Starts baselines as whoever runs the benchmarks. */
  get ourselves(): Launcher {
    this.#ourselves ??= this.keep(openLauncher(this.installation.interpreter, null, inheritedEnvironment()));
    return this.#ourselves;
  }

  /** One process for each use. */
  library(use: Use): Library {
    const key = JSON.stringify(use);
    const library = this.#libraries.get(key) ?? this.keep(openLibrary(use));
    this.#libraries.set(key, library);
    return library;
  }

  /** Ends a library before the others, where what it keeps open would weigh on them. */
  async closeLibrary(use: Use): Promise<void> {
    const key = JSON.stringify(use);
    const library = this.#libraries.get(key);
    this.#libraries.delete(key);
    await library?.close();
  }

  /** Ends every gateway of ours: all of one user share a total (openCgroupTree). They open again when they are asked for. */
  async closeGateways(): Promise<void> {
    const client = await this.#mcp?.catch(() => null);
    this.#mcp = null;
    const libraries = [...this.#libraries.values()];
    this.#libraries.clear();
    await Promise.all([client?.close(), ...libraries.map((library) => library.close())]);
  }

  mcp(): Promise<McpClient> {
    this.#mcp ??= McpClient.open().then((client) => this.keep(client));
    return this.#mcp;
  }

  /** Closes it at the end, unless somebody did before. */
  keep<Participant extends { close(): Promise<void> }>(participant: Participant): Participant {
    this.#closers.push(() => participant.close());
    return participant;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#closers.map((close) => close()));
  }
}
