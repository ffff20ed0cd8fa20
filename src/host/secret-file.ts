// secret.uncommitted: the one file of a project that holds secrets, 0600, changed as a whole or not at all: a draft with
// O_CREAT|O_EXCL|O_NOFOLLOW, synced, renamed into its place. Everything goes by the descriptor of its folder, so that a folder
// that is moved or replaced meanwhile changes nothing. What somebody else could have written is refused, never mended.
import { createHash, randomUUID } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { type FileHandle, link, lstat, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './errno.js';
import { holdName } from './hold-name.js';
import { currentIdentity } from './process-identity.js';
import { toStamp } from './snapshot-file.js';
import { UnsafeFileError } from './unsafe-file-error.js';

export interface SecretFile {
  readonly bytes: Buffer;
  /** Nobody else can read it. */
  readonly isPrivate: boolean;
}

interface Found extends SecretFile {
  readonly stamp: string;
}

interface Place {
  readonly path: string;
  /** By descriptor. */
  readonly folder: FileHandle;
  readonly key: string;
}

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** O_NONBLOCK: opening a FIFO must not wait for a writer. */
const oldFile = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY;
const mostBytes = 1024 * 1024;
const waitMs = 10_000;
const draftSuffix = '.pymcp-tmp';

/** null where there is none. @throws UnsafeFileError where it may not be trusted, or as node:fs does */
export async function readSecretFile(path: string): Promise<SecretFile | null> {
  const place = await openPlace(path);
  try {
    return await readFound(place);
  } finally {
    await place.folder.close();
  }
}

/**
 * One process at a time.
 * @param draftFolder where the draft is made, if it is of the same file system and nobody else's; beside the file otherwise
 * @param edit from the content, null where there is none, to the new one
 * @throws UnsafeFileError, what `edit` throws, or as node:fs does; the old content is untouched then
 */
export async function changeSecretFile(
  path: string,
  draftFolder: string | null,
  edit: (before: Buffer | null) => Buffer,
): Promise<'written' | 'unchanged'> {
  const place = await openPlace(path);
  try {
    const held = await holdName(`secret-file-${place.key}`, waitMs);
    if (held === null)
      throw new UnsafeFileError(`another process is writing ${path}`, 'run the command again');
    try {
      const drafts = [...(await toDraftFolder(draftFolder)), below(place)];
      if (held.isExclusive) for (const folder of drafts) await sweep(folder, place);
      return await change(place, drafts, edit);
    } finally {
      await held.release();
    }
  } finally {
    await place.folder.close();
  }
}

async function change(
  place: Place,
  draftFolders: readonly string[],
  edit: (before: Buffer | null) => Buffer,
): Promise<'written' | 'unchanged'> {
  const before = await readFound(place);
  const after = edit(before?.bytes ?? null);
  if (before === null ? after.length === 0 : before.isPrivate && before.bytes.equals(after))
    return 'unchanged';
  for (const folder of draftFolders) {
    const draft = join(folder, `${draftPrefix(place)}${randomUUID()}${draftSuffix}`);
    try {
      await writeDraft(draft, after);
      await put(draft, place, before);
      await place.folder.sync();
      return 'written';
    } catch (error) {
      // The same number of a device is no proof that it is one file system (bind mounts).
      if (!hasCode(error, 'EXDEV') || folder === draftFolders.at(-1)) throw error;
    } finally {
      // Renamed away where all went well.
      await unlink(draft).catch(() => undefined);
    }
  }
  throw new Error('there is no folder for a draft');
}

async function put(draft: string, place: Place, before: Found | null): Promise<void> {
  const target = join(below(place), basename(place.path));
  if (before === null) {
    if (await linkNew(draft, target)) return;
  } else if (toStamp(await lstat(target, { bigint: true })) === before.stamp) {
    await rename(draft, target);
    return;
  }
  throw new UnsafeFileError(
    `another program changed ${place.path} meanwhile; it was left as that one wrote it`,
    'run the command again',
  );
}

/** link(2) overwrites nothing. False where the name is taken. */
async function linkNew(draft: string, target: string): Promise<boolean> {
  try {
    await link(draft, target);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // Some file systems have no hard links.
    if (!hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
  }
  if ((await lstat(target).catch(() => null)) !== null) return false;
  await rename(draft, target);
  return true;
}

async function writeDraft(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, newFile, 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openPlace(path: string): Promise<Place> {
  const folder = await open(dirname(path), folderFlags);
  try {
    const status = await folder.stat({ bigint: true });
    refuseFolder(dirname(path), status);
    const text = `${status.dev}:${status.ino}:${basename(path)}`;
    return { path, folder, key: createHash('sha256').update(text).digest('hex').slice(0, 32) };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

/** Whoever can write to its folder can put another in its place. */
function refuseFolder(path: string, { uid, mode }: BigIntStats): void {
  const quoted = JSON.stringify(path);
  if (uid !== 0n && uid !== BigInt(currentIdentity().uid))
    throw new UnsafeFileError(
      `the folder ${quoted} belongs to user ${uid}`,
      'run the command as that user, or in a folder of your own',
    );
  if ((mode & 0o002n) !== 0n)
    throw new UnsafeFileError(`the folder ${quoted} can be written by others`, `chmod o-w ${quoted}`);
}

async function readFound(place: Place): Promise<Found | null> {
  let file: FileHandle;
  try {
    file = await open(join(below(place), basename(place.path)), oldFile);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    // ENXIO: a socket.
    if (hasCode(error, 'ELOOP', 'ENXIO')) throw refuseFile(place, 'is no regular file', toRemoval(place));
    throw error;
  }
  try {
    const status = await file.stat({ bigint: true });
    refuseStrange(place, status);
    return {
      bytes: await file.readFile(),
      isPrivate: (status.mode & 0o777n) === 0o600n,
      stamp: toStamp(status),
    };
  } finally {
    await file.close();
  }
}

function refuseStrange(place: Place, status: BigIntStats): void {
  const quoted = JSON.stringify(place.path);
  if (!status.isFile()) throw refuseFile(place, 'is no regular file', toRemoval(place));
  if (status.uid !== BigInt(currentIdentity().uid))
    throw refuseFile(place, `belongs to user ${status.uid}`, 'run the command as that user');
  if ((status.mode & 0o022n) !== 0n)
    throw refuseFile(place, 'can be written by others', `chmod 600 ${quoted}`);
  if (status.nlink !== 1n)
    throw refuseFile(
      place,
      'has a second name (a hard link)',
      'remove the other name, or copy it and use the copy',
    );
  if (status.size > BigInt(mostBytes))
    throw refuseFile(place, `has more than ${mostBytes} bytes`, 'name the right file with --dotenv');
}

const refuseFile = ({ path }: Place, why: string, fix: string): UnsafeFileError =>
  new UnsafeFileError(`${path} ${why}, so it is not used`, fix);

const toRemoval = ({ path }: Place): string =>
  `look at what it is (ls -l ${JSON.stringify(path)}), and move it elsewhere`;

const below = ({ folder }: Place): string => `/proc/self/fd/${folder.fd}`;

const draftPrefix = ({ path, key }: Place): string => `${basename(path)}.${key.slice(0, 12)}.`;

/** A folder that others can write to is no place for secrets. */
async function toDraftFolder(path: string | null): Promise<readonly string[]> {
  if (path === null) return [];
  try {
    refuseFolder(path, await stat(path, { bigint: true }));
    return [path];
  } catch {
    return [];
  }
}

/** What a killed process has left. Only for one who is alone at it. */
async function sweep(folder: string, place: Place): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names)
    if (name.startsWith(draftPrefix(place)) && name.endsWith(draftSuffix))
      await unlink(join(folder, name)).catch(() => undefined);
}
