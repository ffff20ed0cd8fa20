// What a session is asked besides code, one question at a time: what its answer must look like, and nothing else.
// path.contained: a path of the answer is checked like one of a run; a path of the question before it is sent.
import type { Equipment } from '../../core/network.js';
import { showStart } from '../../core/show-start.js';
import { whyNotContained } from '../../core/contained-path.js';
import { type ErrorCode, PymcpError } from '../../core/errors.js';
import type { SessionFileList, SessionFilePart } from '../../core/session.js';
import { toShownPath } from '../../core/shown-path.js';
import type { Chunk, FileAnswer } from './guest-message.js';
import { refuseOddNames } from './refuse-odd-names.js';

/** The most that one question reads of a file. */
export const maxReadBytes = 1024 * 1024;

const mostReasonCharacters = 300;

/** Takes messages until it has its answer. */
export interface GuestQuestion {
  readonly message: object;
  /** Why the message is a violation; `null` where more must follow; `answered` where it was the last. */
  take(message: FileAnswer | Chunk): { readonly violation: string } | 'answered' | null;
  /** No answer will come. */
  giveUp(why: string): void;
  /** How long it may wait for its answer, where that is not the channel's ordinary time. */
  readonly answerMs?: number;
}

/** A question, and the promise of its answer. */
export interface Asked<Answer> {
  readonly question: GuestQuestion;
  readonly answer: Promise<Answer>;
}

export function askForFiles(): Asked<SessionFileList> {
  return ask('session.file-failed', { type: 'list' }, (message) => {
    if (message.type !== 'listing') return unasked;
    const { files, omitted } = message;
    const paths = new Set(files.map(({ path }) => path));
    if (paths.size < files.length) return { violation: 'a file is told twice' };
    for (const path of paths) {
      const why = whyNotContained(path);
      if (why !== null) return { violation: `a file path ${why}` };
    }
    return { answer: { files, omitted } };
  });
}

/** @throws PymcpError `session.file-failed` where the path leads elsewhere */
export function askForPart(path: string, offset: number, length: number): Asked<SessionFilePart> {
  const wanted = { path: contained(path), offset, length: Math.min(length, maxReadBytes) };
  let size: number | null = null;
  let bytes = Buffer.alloc(0);
  let filledBytes = 0;
  return ask('session.file-failed', { type: 'read', ...wanted }, (message) => {
    if (message.type === 'content' && size === null) {
      if (message.length > Math.min(wanted.length, Math.max(0, message.size - offset)))
        return { violation: 'more of a file than was asked for' };
      size = message.size;
      bytes = Buffer.alloc(message.length);
    } else if (message.type === 'chunk' && size !== null) {
      // An empty one could come for ever.
      if (message.bytes.length === 0) return { violation: 'a chunk of nothing' };
      if (filledBytes + message.bytes.length > bytes.length)
        return { violation: 'more content than was announced' };
      filledBytes += message.bytes.copy(bytes, filledBytes);
    } else return unasked;
    return filledBytes < bytes.length ? null : { answer: { size, offset, bytes } };
  });
}

/** @throws PymcpError `session.file-failed` where the path leads elsewhere */
export function askToDelete(path: string): Asked<void> {
  return ask('session.file-failed', { type: 'delete', path: contained(path) }, isDone);
}

/** @param name of the copy's folder */
export function askToFork(name: string): Asked<void> {
  return ask('session.fork-failed', { type: 'fork', name }, isDone);
}

/** Before the program or the first cell, once. */
export function askToEquip(equipment: Equipment): Asked<void> {
  refuseOddNames(equipment.variables);
  return ask('egress.not-set-up', { type: 'equip', ...equipment }, isDone);
}

type Step<Answer> = { readonly violation: string } | { readonly answer: Answer } | null;

const unasked = { violation: 'an answer to something else than was asked' } as const;

function isDone(message: FileAnswer | Chunk): Step<void> {
  return message.type === 'done' ? { answer: undefined } : unasked;
}

function ask<Answer>(
  code: ErrorCode,
  message: object,
  step: (message: FileAnswer | Chunk) => Step<Answer>,
): Asked<Answer> {
  let resolve: (answer: Answer) => void = () => undefined;
  let reject: (error: PymcpError) => void = () => undefined;
  const answer = new Promise<Answer>((onAnswer, onError) => {
    resolve = onAnswer;
    reject = onError;
  });
  let hasBegun = false;
  const take: GuestQuestion['take'] = (said) => {
    if (said.type === 'failed' && !hasBegun) {
      reject(toError(code, `${answered(code)}: ${shorten(said.reason)}`));
      return 'answered';
    }
    hasBegun = true;
    const next = step(said);
    if (next === null || 'violation' in next) return next;
    resolve(next.answer);
    return 'answered';
  };
  const giveUp = (why: string): void => {
    reject(toError(code, why));
  };
  return { question: { message, take, giveUp }, answer };
}

const answered = (code: ErrorCode): string =>
  code === 'egress.not-set-up' ? 'the network of the run could not be set up' : 'the session answered';

/** The guest's words, in one line that a terminal and a log can hold. */
function shorten(reason: string): string {
  return toShownPath(showStart(reason, mostReasonCharacters)).trim();
}

function toError(code: ErrorCode, message: string): PymcpError {
  const hint =
    code === 'session.fork-failed'
      ? 'end what the session runs in threads and try again, or begin a new session with create_session'
      : code === 'egress.not-set-up'
        ? 'run it again; where it stays so, leave the network out and report it'
        : 'list the files of the session to see what is there';
  return new PymcpError(code, message, hint);
}

function contained(path: string): string {
  const why = whyNotContained(path);
  if (why === null) return path;
  throw new PymcpError(
    'session.file-failed',
    `the path ${toShownPath(JSON.stringify(showStart(path, 80)))} ${why}`,
    'name a file by its path below the scratch folder, such as data/sales.csv',
  );
}
