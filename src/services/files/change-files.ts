// Several files changed as one. What was there is kept as one change before the first is written: a gateway that is killed in
// between leaves a change that takes back those that were written. Where one cannot be written, the others are put back.
import { createHash, randomBytes } from 'node:crypto';
import { PymcpError } from '../../core/errors.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { askWorker, type Work } from './ask-worker.js';
import type { ChangeRecord, NewChange } from './change-record.js';
import type { FileAnswerOf } from './file-answers.js';
import { changedMeanwhile, changedSince, keptForGood, partlyChanged } from './refuse-change.js';
import type { UndoStore } from './undo-store.js';
import { whyNotKept } from './why-not-kept.js';

/** A file that is there, and what it is to be. */
export interface FileReplacement {
  /** Relative to the workspace. */
  readonly path: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

export interface ChangedFiles {
  readonly changeId: number | null;
  readonly notKept: string | null;
  readonly bytes: number;
  readonly createdProtected: readonly string[];
}

/** What a change has at hand while it has the turn. */
export interface ChangeParts {
  readonly work: Work;
  readonly redactor: SecretRedactor;
  readonly undo: Pick<UndoStore, 'readContent' | 'drop'> | null;
  readonly keep: (
    change: NewChange,
    content: Buffer | null,
  ) => Promise<Pick<ChangedFiles, 'changeId' | 'notKept'>>;
}

type FilesRecord = Extract<ChangeRecord, { kind: 'files' }>;
type Placed = FilesRecord['files'][number];
interface Step {
  readonly placed: Placed;
  readonly wanted: FileReplacement;
}

type Cause = Pick<ChangeRecord, 'tool' | 'undoes'>;
type Snapshot = FileAnswerOf<'snapshot'>;

const mostFiles = 1_000;
/** Of what was there, of all of them together. */
const mostKeptBytes = 16 * 1024 * 1024;
/** Of their names, in a record. */
const mostNameCharacters = 1024 * 1024;

/** All of them or none. @throws PymcpError `files.changed`, `files.refused`, `files.failed` */
export async function changeFiles(
  parts: ChangeParts,
  cause: Cause,
  wanted: readonly FileReplacement[],
): Promise<ChangedFiles> {
  if (wanted.length > mostFiles)
    throw new PymcpError(
      'files.refused',
      `${wanted.length} files are more than one change may have`,
      `change at most ${mostFiles} at once`,
    );
  const kept = (await snapshotAll(parts, wanted)).map((found) => whyNotKept(found, parts.redactor));
  const bytes = wanted.reduce((sum, { before }) => sum + before.length, 0);
  const steps = wanted.map(toStep);
  const files = steps.map(({ placed }) => placed);
  const isTooMuch = bytes > mostKeptBytes || JSON.stringify(files).length > mostNameCharacters;
  const tooMuch = isTooMuch ? `what was there has ${bytes} bytes, which is too much` : null;
  const notKept = kept.find((why) => why !== null) ?? tooMuch;
  const change = { kind: 'files', ...cause, notKept, files } as const;
  const content = notKept === null ? Buffer.concat(wanted.map(({ before }) => before)) : null;
  const { changeId, ...said } = await parts.keep(change, content);
  const createdProtected = await writeAll(parts, changeId, steps);
  return {
    ...{ changeId, ...said, createdProtected },
    bytes: wanted.reduce((sum, { after }) => sum + after.length, 0),
  };
}

/** Those that are as the change left them; those that are as they were before it are left alone. @throws PymcpError */
export async function takeFilesBack(
  parts: ChangeParts,
  id: number,
  { files }: FilesRecord,
): Promise<ChangedFiles> {
  const content = parts.undo?.readContent(id) ?? Buffer.alloc(0);
  const wanted: FileReplacement[] = [];
  let at = 0;
  for (const { path, before, bytes, after } of files) {
    const old = content.subarray(at, (at += bytes));
    if (hashOf(old) !== before) throw keptForGood(id, 'what was kept of it is damaged');
    const { sha, data } = await snapshot(parts, path);
    if (sha === before) continue;
    if (sha !== after || data === null) throw changedSince(path);
    wanted.push({ path, before: data, after: old });
  }
  if (wanted.length > 0) return changeFiles(parts, { tool: 'undo_change', undoes: id }, wanted);
  // It was ended before its first file was written, or somebody was faster.
  await parts.undo?.drop(id);
  return { changeId: null, notKept: null, bytes: 0, createdProtected: [] };
}

/** What a gateway that was killed may have left beside its files. */
export function temporariesOf(record: ChangeRecord): readonly Pick<Placed, 'path' | 'temporary'>[] {
  return record.kind === 'write' ? [record] : record.kind === 'files' ? record.files : [];
}

async function writeAll(
  parts: ChangeParts,
  changeId: number | null,
  steps: readonly Step[],
): Promise<readonly string[]> {
  const created = new Set<string>();
  for (const [index, { placed, wanted }] of steps.entries()) {
    try {
      for (const path of await write(parts, placed, placed.before, wanted.after)) created.add(path);
    } catch (error) {
      const stuck = await putBack(parts, steps.slice(0, index + 1));
      if (stuck.length > 0) throw partlyChanged(stuck, changeId);
      if (changeId !== null) await parts.undo?.drop(changeId);
      throw error;
    }
  }
  return [...created];
}

/** A worker that has died may have written its file, or have left a part of it beside. @returns those that are not as they were */
async function putBack(parts: ChangeParts, steps: readonly Step[]): Promise<readonly string[]> {
  const stuck: string[] = [];
  for (const { placed, wanted } of [...steps].reverse()) {
    const { path, before, after, temporary } = placed;
    try {
      await askWorker(parts.work, parts.redactor, 'sweep', { path, temporary });
      const { sha } = await snapshot(parts, path);
      if (sha === after && sha !== before) await write(parts, placed, after, wanted.before);
    } catch {
      stuck.push(path);
    }
  }
  return stuck;
}

async function write(
  { work, redactor }: ChangeParts,
  { path, temporary }: Placed,
  expected: string,
  content: Buffer,
): Promise<readonly string[]> {
  const question = { path, data: content.toString('base64'), expected, temporary };
  return (await askWorker(work, redactor, 'write', question)).createdProtected;
}

async function snapshotAll(
  parts: ChangeParts,
  wanted: readonly FileReplacement[],
): Promise<readonly Snapshot[]> {
  const found: Snapshot[] = [];
  for (const { path, before } of wanted) {
    const now = await snapshot(parts, path);
    if (now.sha !== hashOf(before)) throw changedMeanwhile(path);
    found.push(now);
  }
  return found;
}

async function snapshot({ work, redactor }: ChangeParts, path: string): Promise<Snapshot> {
  return (await askWorker(work, redactor, 'snapshot', { path })).value;
}

function toStep(wanted: FileReplacement): Step {
  const { path, before, after } = wanted;
  const temporary = `.pymcp-${randomBytes(8).toString('hex')}`;
  const placed = { path, before: hashOf(before), bytes: before.length, after: hashOf(after), temporary };
  return { placed, wanted };
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
