// install.verified: unpacks a tar.gz into a folder that is new and this user's alone. A library takes the bytes apart; the policy
// judges each entry before it is made; here only folders and new files are made, with modes of ours and no link to follow.
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar';
import type { Admitted, ArchivePolicy } from '../core/archive-policy.js';
import { PymcpError } from '../core/errors.js';

export interface Unpacking {
  readonly source: Readable;
  /** Empty, and nobody else's. */
  readonly folder: string;
  readonly policy: ArchivePolicy;
  /** Of everything that comes out of the compression, headers and padding too. */
  readonly mostStreamBytes: number;
  readonly signal: AbortSignal;
  /** Told of each entry before it is made. */
  readonly onEntry: (path: string) => void;
}

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** What was made before it failed is the caller's to remove. @throws PymcpError `install.archive-refused`, or as node:fs does */
export async function unpackArchive(unpacking: Unpacking): Promise<void> {
  const { source, mostStreamBytes, signal } = unpacking;
  const gunzip = createGunzip();
  const bounded = gunzip.pipe(boundBytes(mostStreamBytes));
  // pipe() hands no failure on.
  source.once('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  gunzip.once('error', (error) => bounded.destroy(error));
  const made = new Set<string>();
  try {
    const entries = (Readable.toWeb(bounded) as ReadableStream<Uint8Array>).pipeThrough(
      createTarDecoder({ strict: true }),
    );
    for await (const entry of entries as unknown as AsyncIterable<ParsedTarEntry>) {
      signal.throwIfAborted();
      await unpackEntry(entry, unpacking, made);
    }
  } catch (error) {
    throw isOurs(error) ? error : damaged(error);
  } finally {
    for (const stream of [source, gunzip, bounded]) stream.destroy();
  }
}

async function unpackEntry(
  { header, body }: ParsedTarEntry,
  { folder, policy, onEntry }: Unpacking,
  made: Set<string>,
): Promise<void> {
  const { name, type = 'file', size, mode = 0 } = header;
  const admitted = policy.judge({ path: name, kind: type, bytes: size, mode });
  onEntry(name);
  if (admitted.kind === 'file') await writeFile(folder, admitted, body, made);
  else {
    await body.cancel();
    if (admitted.kind === 'folder') await makeFolders(folder, admitted.path, made);
  }
}

async function writeFile(
  folder: string,
  { path, isExecutable, bytes }: Extract<Admitted, { kind: 'file' }>,
  body: ReadableStream<Uint8Array>,
  made: Set<string>,
): Promise<void> {
  await makeFolders(folder, dirname(path), made);
  const file = await open(join(folder, path), newFile, 0o600);
  try {
    const written = await drainInto(file, body);
    if (written !== bytes) throw new Error('an entry has another size than its header says');
    await file.chmod(isExecutable ? 0o755 : 0o644);
  } finally {
    await file.close();
  }
}

async function drainInto(file: FileHandle, body: AsyncIterable<Uint8Array>): Promise<number> {
  let written = 0;
  for await (const chunk of body) {
    await file.writeFile(chunk);
    written += chunk.length;
  }
  return written;
}

/** Each is one that we have made: nothing else is in there. */
async function makeFolders(folder: string, path: string, made: Set<string>): Promise<void> {
  if (path === '.' || made.has(path)) return;
  await makeFolders(folder, dirname(path), made);
  await mkdir(join(folder, path), { mode: 0o755 });
  made.add(path);
}

function boundBytes(most: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      if (passed > most) done(refused(`more than ${most} bytes come out of it`));
      else done(null, chunk);
    },
  });
}

/** Failures of the file system and of whoever cancels stay what they are. */
function isOurs(error: unknown): boolean {
  if (error instanceof PymcpError) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('syscall' in error && typeof error.syscall === 'string');
}

function damaged(cause: unknown): PymcpError {
  return refused(cause instanceof Error ? cause.message : 'it is no tar.gz', cause);
}

function refused(why: string, cause?: unknown): PymcpError {
  return new PymcpError(
    'install.archive-refused',
    `the archive was not unpacked: ${why.replace(/\.$/, '')}`,
    'nothing of it was kept; please report it, because the recorded checksum is that of this archive',
    { cause },
  );
}
