// Carries out a change of a settings file: reads it, has the change shown and allowed, keeps a copy, writes it as a whole.
// One process at a time; and what another program writes meanwhile is noticed and stays.
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { nowMs } from '../host/clock.js';
import { mkdir, readdir, readRegularFile, realpath } from '../host/files.js';
import { holdName } from '../host/hold-name.js';
import { currentIdentity } from '../host/process-identity.js';
import {
  createFile,
  FileChangedError,
  keepCopy,
  removeFile,
  removeLeftovers,
  replaceFile,
} from '../host/replace-file.js';
import type { Change } from './plan-change.js';
import { guarded, mostBytes, readSettings, type Settings } from './settings-file.js';

export interface Target {
  readonly path: string;
  /** See readSettings. */
  readonly within: string | null;
  /** Of a file that is made. */
  readonly mode: number;
}

export interface Proposal {
  /** Links resolved. */
  readonly path: string;
  readonly before: string | null;
  readonly change: Change;
}

export interface Outcome extends Proposal {
  readonly isWritten: boolean;
  /** The copy that was kept. */
  readonly backup: string | null;
}

const waitMs = 10_000;
const copyName = 'pymcp-backup';
const mostCopiesRead = 20;

/**
 * @param plan from the text of the file and of the copies that were kept of it
 * @param isAllowed asked only where something would change
 * @throws PymcpError `client.file-…`, and what `plan` and `isAllowed` throw; the file is as it was then
 */
export async function changeFile(
  target: Target,
  plan: (before: string | null, copies: readonly string[]) => Change,
  isAllowed: (proposal: Proposal) => Promise<boolean>,
): Promise<Outcome> {
  return alone(target.path, async (isExclusive) => {
    const settings = await readSettings(target.path, target.within);
    const { path, text: before } = settings;
    const change = inFile(path, () => plan(before, []));
    const withCopies = change.action === 'removed' ? plan(before, await readCopies(path)) : change;
    const proposal = { path, before, change: withCopies };
    if (withCopies.after === before) return { ...proposal, isWritten: false, backup: null };
    if (!(await isAllowed(proposal))) return { ...proposal, isWritten: false, backup: null };
    if (isExclusive) await removeLeftovers(path);
    const backup = await guarded(path, () => write(settings, withCopies.after, target));
    return { ...proposal, isWritten: true, backup };
  });
}

async function write(
  { path, file }: Settings,
  after: string | null,
  { mode }: Target,
): Promise<string | null> {
  try {
    if (file === null) {
      await mkdir(dirname(path), { recursive: true });
      await createFile(path, Buffer.from(after ?? ''), { mode });
      return null;
    }
    if (after === null) {
      // All of it is ours: nothing would be in the copy that is worth keeping.
      await removeFile(file);
      return null;
    }
    const backup = await keepCopy(file, `${copyName}-${timestamp()}`);
    await replaceFile(file, Buffer.from(after));
    return backup;
  } catch (error) {
    if (!(error instanceof FileChangedError)) throw error;
    throw new PymcpError(
      'client.file-changed',
      `another program changed ${path} meanwhile; it was left as that one wrote it`,
      'run the same command again',
    );
  }
}

/** As 20261125T170400Z. */
function timestamp(): string {
  return new Date(nowMs()).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** The newest ones. */
async function readCopies(path: string): Promise<string[]> {
  const names = await readdir(dirname(path));
  const ours = names.filter((name) => name.startsWith(`${basename(path)}.${copyName}-`)).sort();
  const copies: string[] = [];
  for (const name of ours.slice(-mostCopiesRead)) {
    const copy = await readRegularFile(join(dirname(path), name), mostBytes).catch(() => null);
    if (copy?.kind === 'read') copies.push(copy.bytes.toString());
  }
  return copies;
}

/** So that two commands on one file come one after the other, by whatever link they name it. */
async function alone<T>(path: string, work: (isExclusive: boolean) => Promise<T>): Promise<T> {
  const real = await realpath(path).catch(() => path);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 32);
  const held = await holdName(`settings-${currentIdentity().uid}-${hash}`, waitMs);
  if (held === null) {
    throw new PymcpError(
      'client.file-changed',
      `another pymcp connect is at work on ${path}`,
      'answer or end that one, then run the same command again',
    );
  }
  try {
    return await work(held.isExclusive);
  } finally {
    await held.release();
  }
}

/** Says of which file it is that a line is wrong. */
function inFile<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isOfText =
      error instanceof PymcpError && ['client.file-malformed', 'client.edit-unsafe'].includes(error.code);
    if (!isOfText) throw error;
    throw new PymcpError(error.code, `${path}: ${error.message}`, error.hint, { cause: error });
  }
}
