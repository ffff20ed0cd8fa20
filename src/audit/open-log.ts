// audit.chain: takes the first log that no other gateway writes and that is as it was written, or begins one. A log that is
// not stays as it is, for `pymcp audit verify` to say what happened; what is written from now on goes elsewhere and names it.
import { join } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { hasCode } from '../host/errno.js';
import { lockDescriptor } from '../host/lock-descriptor.js';
import { readdir } from '../host/files.js';
import { PrivateFile } from '../host/private-file.js';
import { PrivateFolder } from '../host/private-folder.js';
import { type AuditPlaces, headFile, listSegments, logName, mostLogs } from './audit-places.js';
import { type AuditKey, keyIdOf } from './chain.js';
import { findEnd, type LogEnd } from './find-end.js';
import { type Head, headBytes, newHead, parseHead, renderHead } from './head.js';
import { LogWriter } from './log-writer.js';

export interface OpenedLog {
  readonly writer: LogWriter;
  /** Of a record that a killed gateway had half written: cut off. */
  readonly tornBytes: number;
  /** Logs that are not as they were written. */
  readonly setAside: readonly { readonly log: string; readonly why: string }[];
}

type Attempt =
  | { readonly kind: 'opened'; readonly writer: LogWriter; readonly tornBytes: number }
  | { readonly kind: 'held' }
  | { readonly kind: 'broken'; readonly why: string };

/** @throws PymcpError `audit.unsafe`, `audit.not-written`, `host.program-missing`, UnsafeFileError, or as node:fs does */
export async function openLog(
  { logs, heads }: AuditPlaces,
  key: AuditKey,
  fileBytes: number,
): Promise<OpenedLog> {
  await makeFolder(logs);
  await makeFolder(heads);
  const setAside: { log: string; why: string }[] = [];
  for (let number = 0; number < mostLogs; number += 1) {
    const log = logName(keyIdOf(key), number);
    const attempt = await tryLog({ logs, heads, key, log, fileBytes });
    if (attempt.kind === 'opened') return { ...attempt, setAside };
    if (attempt.kind === 'broken') setAside.push({ log, why: attempt.why });
  }
  throw new PymcpError(
    'audit.not-written',
    `all of the ${mostLogs} audit logs are in use or damaged`,
    'run `pymcp audit verify`, and move damaged logs elsewhere',
  );
}

async function makeFolder(path: string): Promise<void> {
  const fault = await new PrivateFolder(path).make();
  if (fault !== null)
    throw new PymcpError(
      'audit.unsafe',
      `the folder of the audit log is not trusted: ${fault.why}`,
      fault.fix,
    );
}

interface Place extends Pick<AuditPlaces, 'logs' | 'heads'> {
  readonly key: AuditKey;
  readonly log: string;
  readonly fileBytes: number;
}

async function tryLog(place: Place): Promise<Attempt> {
  const headed = openHeadFile(join(place.heads, headFile(place.log)));
  let isKept = false;
  try {
    if (!(await lockDescriptor(headed.descriptor))) return { kind: 'held' };
    headed.refresh();
    const attempt = await openLocked(place, headed);
    isKept = attempt.kind === 'opened';
    return attempt;
  } finally {
    if (!isKept) headed.close();
  }
}

async function openLocked(place: Place, headed: PrivateFile): Promise<Attempt> {
  const { key, log, logs: folder, fileBytes } = place;
  const files = await readdir(folder);
  const head =
    headed.size === 0 ? beginHead(place, headed, files) : parseHead(key, log, headed.readAt(0, headBytes));
  if (head === null) return { kind: 'broken', why: 'its head is missing, damaged or of another key' };
  const end = findEnd(folder, files, { key, log, head });
  if (end.kind === 'broken') return end;
  const segment = openSegment(folder, end);
  const { last, tornBytes } = end;
  return {
    kind: 'opened',
    writer: new LogWriter({ key, log, folder, fileBytes, headFile: headed, head, segment, last }),
    tornBytes,
  };
}

/** Made by whoever is first; one that is empty was never written. */
function openHeadFile(path: string): PrivateFile {
  const found = PrivateFile.open(path, 'write');
  if (found !== null) return found;
  try {
    return PrivateFile.create(path);
  } catch (error) {
    const other = hasCode(error, 'EEXIST') ? PrivateFile.open(path, 'write') : null;
    if (other === null) throw error;
    return other;
  }
}

/** Before the first record: a log without a head is none that a gateway has left. */
function beginHead({ key, log }: Place, headed: PrivateFile, files: readonly string[]): Head | null {
  if (listSegments(files, log).length > 0) return null;
  const head = newHead(key, log);
  try {
    // Both places, so that no later writing needs room.
    for (const turn of [1, 0]) {
      const { position, bytes } = renderHead(key, log, { ...head, turn });
      headed.writeAt(bytes, position);
    }
  } catch (error) {
    // Half a head would be a damaged one.
    headed.truncate(0);
    throw error;
  }
  return { ...head, turn: 1 };
}

/** What a killed gateway has half written goes. */
function openSegment(
  folder: string,
  { segment, size, tornBytes }: Extract<LogEnd, { kind: 'whole' }>,
): { readonly number: number; readonly file: PrivateFile } | null {
  if (segment === null) return null;
  const file = PrivateFile.open(join(folder, segment.file), 'write');
  if (file === null) throw new Error(`${segment.file} is gone`);
  if (tornBytes > 0) file.truncate(size);
  return { number: segment.number, file };
}
