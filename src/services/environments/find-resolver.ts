// Who finds versions for requirements that are not pinned: uv, where a person has installed it, else pip. It is run in a jail alone, with
// the one index as its network, and what it finds is shown before anything is made of it.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import type { ResolverName } from '../../core/resolver-names.js';
import { isExecutable, realpath } from '../../host/files.js';
import { findProgramOnPath } from '../../host/find-program-on-path.js';
import { homeFolder } from '../../host/home-folder.js';
import { readParts } from '../../host/read-parts-of-file.js';

export interface Resolver {
  /** Absolute path, links resolved; null: pip, which the interpreter has. */
  readonly uv: string | null;
  /** Where it does not work in the jail, pip will not do instead. */
  readonly isWanted: boolean;
}

/** Where its own installer puts it: a client starts servers without the PATH of a shell. */
const ownFolders = ['.local/bin', '.cargo/bin'] as const;

/** @throws PymcpError `host.program-missing` where uv is wanted and not there */
export async function findResolver(wanted: ResolverName): Promise<Resolver> {
  if (wanted === 'pip') return { uv: null, isWanted: false };
  const uv = await findUv();
  if (uv !== null || wanted === 'auto') return { uv, isWanted: wanted === 'uv' };
  throw new PymcpError(
    'host.program-missing',
    'uv is not installed, neither on PATH nor where its installer puts it (~/.local/bin)',
    'install uv, or leave --resolver out: pip does it then',
  );
}

async function findUv(): Promise<string | null> {
  const own = ownFolders.map((folder) => join(homeFolder(), folder, 'uv'));
  for (const path of [await findProgramOnPath('uv'), ...own])
    if (path !== null && (await isExecutable(path)) && (await isMachineCode(path))) return realpath(path);
  return null;
}

/** A script in its place would need a shell or another program, of which the jail has none. */
async function isMachineCode(path: string): Promise<boolean> {
  for await (const part of readParts(path)) return part.subarray(0, 4).toString('latin1') === '\x7fELF';
  return false;
}
