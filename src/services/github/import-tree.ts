// A repository's files brought into the workspace. path.contained, path.protected: what a path of others may do there is decided by name
// before anything is asked for, and made by descriptor, one part at a time. Nothing is written before everything has come whole.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { whyNotContained } from '../../core/contained-path.js';
import { PymcpError } from '../../core/errors.js';
import { protectionOf } from '../../core/protected-paths.js';
import type { Workspace } from '../../core/workspace.js';
import { openPlantedFolder, type Planted } from '../../host/plant-files.js';
import { toByteString } from '../../host/walked-folder.js';
import { checkFolder, checkRef } from './check-given.js';
import { type OpenedRepository, openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { understand } from '../../secrets/github/understand.js';

export interface ImportInput extends RepositoryInput {
  readonly ref?: string | undefined;
  /** Of the repository: what lies below it is brought, by paths below it. */
  readonly path?: string | undefined;
  /** Of the workspace. */
  readonly destination: string;
  readonly overwrite: boolean;
}

export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

export interface Imported {
  readonly repository: string;
  readonly ref: string;
  readonly destination: string;
  readonly files: number;
  readonly bytes: number;
  readonly leftOut: readonly LeftOut[];
}

interface Wanted {
  /** Below the destination. */
  readonly path: string;
  readonly sha: string;
  readonly size: number;
}

const MiB = 1024 * 1024;
export const importBounds = { files: 500, bytes: 25 * MiB, fileBytes: 5 * MiB, atOnce: 4 } as const;

const treeShape = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha: z.string(),
      size: z.int().optional(),
    }),
  ),
});
const blobShape = z.object({ content: z.string(), encoding: z.literal('base64') });

export const importTree: Operation<ImportInput, Imported> = {
  name: 'import_to_workspace',
  access: 'read',
  permission: 'Contents: read',
  run: async (setting, asking, input) => {
    const workspace = needWorkspace(setting.workspace);
    const destination = checkDestination(input.destination);
    const from = checkFolder(input.path ?? '');
    const given = input.ref === undefined ? null : checkRef(input.ref);
    const repository = await openRepository(setting, asking, input);
    const ref = given ?? repository.defaultBranch;
    const { wanted, leftOut } = sort(await readTree(repository, ref), from);
    refuseTooMuch(wanted);
    const planted = await bring(repository, workspace, { wanted, destination, mayReplace: input.overwrite });
    const made = planted.filter(({ why }) => why === null);
    return {
      repository: repository.fullName,
      ...{ ref, destination, files: made.length },
      bytes: made.reduce((sum, { size }) => sum + size, 0),
      leftOut: [...leftOut, ...planted.flatMap(({ path, why }) => (why === null ? [] : [{ path, why }]))],
    };
  },
};

function needWorkspace(workspace: Workspace | null): Workspace {
  if (workspace?.access === 'writable') return workspace;
  throw new PymcpError(
    'github.not-permitted',
    'there is no workspace that may be written to',
    'the user can name one: --workspace DIR --writable',
  );
}

function checkDestination(text: string): string {
  const destination = checkFolder(text);
  const part = destination.split('/').find((one) => isProtected(one));
  if (part === undefined) return destination;
  throw new PymcpError(
    'input.argument-invalid',
    `the destination has ${JSON.stringify(part)} in it, which is protected in a workspace`,
    'choose another folder',
  );
}

async function readTree({ send }: OpenedRepository, ref: string): Promise<z.infer<typeof treeShape>> {
  const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
  const tree = understand(treeShape, (await send(route, { tree_sha: ref, recursive: '1' })).data);
  if (!tree.truncated) return tree;
  throw new PymcpError(
    'github.too-large',
    'the repository has more files than GitHub lists at once',
    'clone it by hand, or read single files with get_file_contents',
  );
}

function sort(
  { tree }: z.infer<typeof treeShape>,
  from: string,
): { readonly wanted: readonly Wanted[]; readonly leftOut: readonly LeftOut[] } {
  const wanted: Wanted[] = [];
  const leftOut: LeftOut[] = [];
  for (const { path: whole, mode, type, sha, size = 0 } of tree) {
    const path = toBelow(whole, from);
    if (path === null || type === 'tree') continue;
    const why = whyNot(path, mode, size);
    if (why === null) wanted.push({ path, sha, size });
    else leftOut.push({ path, why });
  }
  if (wanted.length + leftOut.length > 0) return { wanted, leftOut };
  throw new PymcpError(
    'github.refused',
    'there is no file at this path of the repository',
    'look with get_file_contents, which lists folders',
  );
}

/** One file is brought under its name. */
function toBelow(path: string, from: string): string | null {
  if (from === '') return path;
  if (path === from) return path.split('/').at(-1) ?? path;
  return path.startsWith(`${from}/`) ? path.slice(from.length + 1) : null;
}

/** To stand after "it". */
function whyNot(path: string, mode: string, size: number): string | null {
  if (mode === '120000') return 'is a symbolic link';
  if (mode === '160000') return 'is a submodule';
  const why = whyNotContained(path);
  if (why !== null) return why;
  const part = path.split('/').find((one) => isProtected(one));
  if (part !== undefined) return `is protected in a workspace (${part})`;
  return size > importBounds.fileBytes ? `has more than ${importBounds.fileBytes} bytes` : null;
}

const isProtected = (name: string): boolean => protectionOf(toByteString(name)) !== null;

function refuseTooMuch(wanted: readonly Wanted[]): void {
  const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
  if (wanted.length <= importBounds.files && bytes <= importBounds.bytes) return;
  throw new PymcpError(
    'github.too-large',
    `${wanted.length} files of ${bytes} bytes are more than ${importBounds.files} files or ${importBounds.bytes} bytes`,
    'bring a part of it: give path',
  );
}

interface Bringing {
  readonly wanted: readonly Wanted[];
  readonly destination: string;
  readonly mayReplace: boolean;
}

type Brought = Wanted & Pick<Planted, 'why'>;

async function bring(
  repository: OpenedRepository,
  workspace: Workspace,
  { wanted, destination, mayReplace }: Bringing,
): Promise<readonly Brought[]> {
  const blobs = await readBlobs(repository, wanted);
  const folder = await openPlantedFolder(workspace);
  try {
    const brought: Brought[] = [];
    for (const [index, one] of wanted.entries()) {
      const path = destination === '' ? one.path : `${destination}/${one.path}`;
      const bytes = blobs[index] ?? Buffer.alloc(0);
      const { why } = await folder.plant(path, bytes, mayReplace ? 'replace' : 'keep');
      brought.push({ ...one, why });
    }
    return brought;
  } finally {
    await folder.close();
  }
}

/** A few at a time, in their order. */
async function readBlobs(
  repository: OpenedRepository,
  wanted: readonly Wanted[],
): Promise<readonly Buffer[]> {
  const blobs: Buffer[] = [];
  for (let start = 0; start < wanted.length; start += importBounds.atOnce) {
    const some = wanted.slice(start, start + importBounds.atOnce);
    blobs.push(...(await Promise.all(some.map((one) => readBlob(repository, one)))));
  }
  return blobs;
}

async function readBlob({ send }: OpenedRepository, { sha, size, path }: Wanted): Promise<Buffer> {
  const { data } = await send('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: sha });
  const bytes = Buffer.from(understand(blobShape, data).content, 'base64');
  // What git names by its hash is what was asked for, and as long as it was said to be.
  if (bytes.length === size && hashOf(bytes) === sha) return bytes;
  throw new PymcpError(
    'github.unexpected',
    `the file ${JSON.stringify(path)} did not come as the repository has it`,
    'try again',
  );
}

const hashOf = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
