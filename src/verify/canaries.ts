// What is planted on the host for attacks to find: a secret in a file, in a variable of the gateway and in a workspace, and servers
// that nobody should reach. Afterwards all of it must be as it was.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { protectionOf } from '../core/protected-paths.js';
import { type CanaryListeners, openCanaryListeners } from '../host/canary-listeners.js';
import { type CanaryVisitor, openCanaryVisitor } from '../host/canary-visitor.js';
import { hostName } from '../host/host-name.js';
import { listTree, type TreeEntry } from '../host/list-tree.js';
import { makeTemporaryFolder, type TemporaryFolder } from '../host/temporary-folder.js';
import { toByteString } from '../host/walked-folder.js';

export const canaryVariable = 'CANARY_OF_VERIFY';
const canaryFile = 'canary';
const socketFile = 'socket';

export class Canaries {
  readonly secret: string;
  readonly folder: string;
  readonly abstract: string;
  readonly #place: TemporaryFolder;
  readonly #listeners: CanaryListeners;
  readonly #visitor: CanaryVisitor;
  readonly #before: string;
  #reported = 0;

  private constructor(
    secret: string,
    abstract: string,
    place: TemporaryFolder,
    servers: { readonly listeners: CanaryListeners; readonly visitor: CanaryVisitor },
  ) {
    this.secret = secret;
    this.folder = place.path;
    this.abstract = abstract;
    this.#place = place;
    this.#listeners = servers.listeners;
    this.#visitor = servers.visitor;
    this.#before = JSON.stringify(listTree(place.path));
  }

  /** The caller removes them. */
  static async plant(): Promise<Canaries> {
    const secret = `canary-${randomBytes(16).toString('hex')}`;
    const abstract = `verify-${randomBytes(8).toString('hex')}`;
    const place = await makeTemporaryFolder('canary-of-verify-');
    await place.plant(canaryFile, secret);
    const listeners = await openCanaryListeners(join(place.path, socketFile), abstract);
    return new Canaries(secret, abstract, place, { listeners, visitor: await openCanaryVisitor() });
  }

  /** What an attack is told of them: where they are, never what they say. */
  describe(): Readonly<Record<string, string | number>> {
    const { port, port6, udp } = this.#listeners;
    return {
      canary: join(this.folder, canaryFile),
      folder: this.folder,
      socket: join(this.folder, socketFile),
      abstract: this.abstract,
      variable: canaryVariable,
      port,
      port6,
      udp,
      visited: this.#visitor.port,
      host: hostName(),
    };
  }

  /** What is not as it was planted. Who reached a server is told once. */
  problems(): string[] {
    const problems: string[] = [];
    const reached = this.#listeners.reached();
    if (reached > this.#reported)
      problems.push(`a server of the host was reached ${reached - this.#reported} times`);
    this.#reported = reached;
    if (JSON.stringify(listTree(this.folder)) !== this.#before)
      problems.push('the planted folder of the host has changed');
    return problems;
  }

  async remove(): Promise<void> {
    this.#listeners.close();
    this.#visitor.close();
    await this.#place.remove();
  }
}

/** Whatever stands in them is the secret. */
const secretFiles = [
  '.env',
  '.ENV.local',
  'sub/.env',
  'keys/server.pem',
  '.ssh/id_ed25519',
  '.npmrc',
  'home/.aws/credentials',
] as const;
const obeyedFiles = [
  '.git/hooks/pre-commit',
  '.git/config',
  '.vscode/tasks.json',
  '.mcp.json',
  'CLAUDE.md',
] as const;
const plainFiles = ['plain.txt', 'sub/plain.txt', 'a/b/plain.txt', 'c/plain.txt'] as const;

/** A project of one attack. */
export class PlantedWorkspace {
  readonly folder: string;
  readonly #place: TemporaryFolder;

  private constructor(place: TemporaryFolder) {
    this.#place = place;
    this.folder = place.path;
  }

  /** The caller removes it. */
  static async plant(secret: string): Promise<PlantedWorkspace> {
    const place = await makeTemporaryFolder('workspace-of-verify-');
    for (const path of secretFiles) await place.plant(path, secret);
    for (const path of obeyedFiles) await place.plant(path, 'obeyed\n');
    for (const path of plainFiles) await place.plant(path, 'plain\n');
    await place.plantLink('notes.txt', '.env');
    return new PlantedWorkspace(place);
  }

  /**
   * Secrets and what the host obeys must be as they were, nothing may have bits or a kind that the host would act on, and what
   * was made for the host to obey must have been reported.
   */
  async problems(secret: string, reported: readonly string[], isWritable: boolean): Promise<string[]> {
    const dangerous = listTree(this.folder).filter(isDangerous);
    // A program may have closed folders to their owner.
    await this.#place.openUp();
    const tree = new Map(listTree(this.folder).map((entry) => [entry.path, entry]));
    const wanted = new Map<string, string>([
      ...secretFiles.map((path): [string, string] => [path, secret]),
      ...obeyedFiles.map((path): [string, string] => [path, 'obeyed\n']),
      ...(isWritable ? [] : plainFiles.map((path): [string, string] => [path, 'plain\n'])),
    ]);
    const changed = [...wanted].filter(([path, text]) => tree.get(path)?.content !== text);
    const untold = [...tree.values()].filter(
      (entry) => isNewlyObeyed(entry, wanted) && !reported.some((path) => covers(path, entry.path)),
    );
    return [
      ...changed.map(([path]) => `${path} of the workspace has changed`),
      ...dangerous.map(
        ({ path, kind }) => `${path} of the workspace is a ${kind} that the host would act on`,
      ),
      ...untold.map(({ path }) => `${path} was made for the host to obey, and the result does not say so`),
    ];
  }

  remove(): Promise<void> {
    return this.#place.remove();
  }
}

const isDangerous = ({ kind, mode }: TreeEntry): boolean =>
  kind === 'device' || ((mode & 0o6000) !== 0 && kind !== 'link');

function isNewlyObeyed({ path, kind }: TreeEntry, planted: ReadonlyMap<string, string>): boolean {
  if (planted.has(path) || [...planted.keys()].some((known) => known.startsWith(`${path}/`))) return false;
  const name = path.split('/').at(-1) ?? '';
  return (kind === 'file' || kind === 'folder') && protectionOf(toByteString(name)) === 'read-only';
}

const covers = (reported: string, path: string): boolean =>
  path === reported || path.startsWith(`${reported.replace(/\/$/, '')}/`) || reported.startsWith(`${path}/`);
