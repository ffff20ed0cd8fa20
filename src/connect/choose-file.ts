// Which of a client's files is meant, and whether the client is on this machine.
import type { Candidate } from './client.js';

type Exists = (path: string) => Promise<boolean>;

/** The first that is there; else the one in the first folder that is there; else the usual one. */
export async function chooseFile(candidates: readonly Candidate[], exists: Exists): Promise<string> {
  for (const { path } of candidates) if (await exists(path)) return path;
  for (const { path, folder } of candidates) if (folder !== null && (await exists(folder))) return path;
  const usual = candidates.find(({ folder }) => folder !== null);
  if (usual === undefined) throw new Error('a client has no file that could be made');
  return usual.path;
}

/** Whether there is anything of the client. */
export async function isInstalled(candidates: readonly Candidate[], exists: Exists): Promise<boolean> {
  for (const { path, folder } of candidates) {
    if ((await exists(path)) || (folder !== null && (await exists(folder)))) return true;
  }
  return false;
}
