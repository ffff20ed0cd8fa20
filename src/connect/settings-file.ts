// The settings file of a client, read as text: links followed, odd things refused with what to do about them.
import { dirname, sep } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { realpath } from '../host/files.js';
import { type FileSnapshot, type OddFile, type PresentFile, snapshotFile } from '../host/snapshot-file.js';

export interface Settings {
  /** Links resolved. */
  readonly path: string;
  readonly file: PresentFile | null;
  /** Null where there is no file. */
  readonly text: string | null;
}

export const mostBytes = 32 * 1024 * 1024;

const refusals: Readonly<Record<OddFile, { readonly what: string; readonly hint: string }>> = {
  'link-to-nothing': {
    what: 'is a link to a file that is not there',
    hint: 'make the file that it leads to, or remove the link',
  },
  'not-regular': {
    what: 'is no ordinary file',
    hint: 'look what it is with ls -l, and move it away if it is not meant',
  },
  'too-large': { what: 'is larger than 32 MiB', hint: 'look into it: no settings are that long' },
  'read-only': {
    what: 'may not be written to',
    hint: 'change it where it is made, or allow it first: chmod u+w FILE',
  },
  'hard-linked': {
    what: 'has a second name (a hard link), which would keep the old content',
    hint: 'keep one name: cp FILE FILE.new && mv FILE.new FILE',
  },
};

/**
 * @param within path.contained: a folder that a link must not lead out of, since somebody else may have made it; null for
 * the files of the user
 * @throws PymcpError `client.file-refused`, `client.file-malformed`, `client.file-failed`
 */
export async function readSettings(path: string, within: string | null): Promise<Settings> {
  const snapshot = await guarded(path, () => snapshotFile(path, mostBytes));
  if (snapshot.kind === 'refused') {
    const { what, hint } = refusals[snapshot.why];
    throw new PymcpError('client.file-refused', `${snapshot.path} ${what}`, hint);
  }
  if (within !== null) await refuseOutside(path, snapshot, within);
  if (snapshot.kind === 'absent') return { path: snapshot.path, file: null, text: null };
  return { path: snapshot.path, file: snapshot, text: decode(snapshot) };
}

/** Errors of the file system as a person meets them. */
export async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error instanceof PymcpError) throw error;
    throw new PymcpError(
      'client.file-failed',
      `${path} cannot be read or written: ${error.message}`,
      hintFor(String(error.code)),
      { cause: error },
    );
  }
}

function hintFor(code: string): string {
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return 'run it as the user whose file it is; a file that another program makes is changed there';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'make room on the disk; the file was not changed';
  if (code === 'ELOOP') return 'the links lead in a circle: remove one of them';
  if (code === 'ENOTDIR') return 'a part of the path is a file where a folder should be: move it away';
  return 'look at the path with ls -l; the file was not changed';
}

async function refuseOutside(path: string, snapshot: FileSnapshot, within: string): Promise<void> {
  const root = await realpath(within);
  const folder = await nearestFolder(dirname(path));
  const leads = snapshot.kind === 'present' ? snapshot.path : folder;
  if (leads === root || leads.startsWith(root.endsWith(sep) ? root : root + sep)) return;
  throw new PymcpError(
    'client.file-refused',
    `${path} leads out of the project, to ${leads}`,
    'connect for your user instead: leave out --project; or remove the link',
  );
}

async function nearestFolder(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  return real ?? nearestFolder(dirname(path));
}

function decode({ path, bytes }: PresentFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PymcpError(
      'client.file-malformed',
      `${path} is not UTF-8`,
      'save it as UTF-8 with your editor; it was not changed',
    );
  }
}
