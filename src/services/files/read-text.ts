// Reads lines of a file. secret.unlogged: a part may begin or end within a secret, so more is read than is shown.
import type { SecretRedactor } from '../../core/secret-redactor.js';
import { askWorker, type Work } from './ask-worker.js';
import type { FileAnswerOf } from './file-answers.js';

/** All of it where nothing is given. Lines count from 1. */
export interface TextRange {
  readonly head?: number;
  readonly tail?: number;
  readonly startLine?: number;
  readonly endLine?: number;
  readonly mostBytes: number;
}

export interface ReadText extends Omit<FileAnswerOf<'readText'>, 'data' | 'before' | 'after'> {
  readonly path: string;
  readonly content: string;
  /** Whether a known secret in it is masked. */
  readonly masked: boolean;
}

const mostMarginBytes = 384 * 1024;

export async function readText(
  work: Work,
  redactor: SecretRedactor,
  path: string,
  range: TextRange,
  signal?: AbortSignal,
): Promise<ReadText> {
  const margin = redactor.isActive ? Math.min(redactor.longestBytes, mostMarginBytes) : 0;
  const { head, tail = null, startLine = 1, endLine = null, mostBytes } = range;
  const last = head === undefined ? endLine : startLine + head - 1;
  const question = { path, most: mostBytes, margin, first: startLine, last, tail };
  const { value } = await askWorker(work, redactor, 'readText', question, signal);
  const { data, before, after, ...facts } = value;
  const shown = redactor.isActive
    ? redactor.redactPart(Buffer.concat([before, data, after]), before.length, before.length + data.length)
    : data;
  return { ...facts, path, content: decode(shown), masked: !shown.equals(data) };
}

/** What is no UTF-8 becomes U+FFFD; the worker has said whether something is. */
function decode(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
