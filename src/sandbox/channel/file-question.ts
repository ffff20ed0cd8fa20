// What a file worker is asked (guest/pymcp_files/worker.py), and how its answer comes: announced, then in chunks. What it says in
// it is for services/files/ to take apart.
import { PymcpError } from '../../core/errors.js';
import type { FileWork } from '../../core/file-work.js';
import type { Chunk, FileAnswer } from './guest-message.js';
import type { Asked, GuestQuestion } from './guest-question.js';

/** limit.memory: of one answer; two versions of the largest file that is edited, in base64, and room. */
export const maxAnswerBytes = 12 * 1024 * 1024;

export function askForFileWork({ task, question, answerMs }: FileWork): Asked<Buffer> {
  let resolve: (answer: Buffer) => void = () => undefined;
  let reject: (error: PymcpError) => void = () => undefined;
  const answer = new Promise<Buffer>((onAnswer, onError) => {
    resolve = onAnswer;
    reject = onError;
  });
  let bytes: Buffer | null = null;
  let filledBytes = 0;
  const take: GuestQuestion['take'] = (said) => {
    if (bytes === null) {
      const length = announcedBytes(said);
      if (length === null) return { violation: 'an answer to something else than was asked' };
      bytes = Buffer.alloc(length);
      return null;
    }
    // An empty one could come for ever.
    if (said.type !== 'chunk' || said.bytes.length === 0) return { violation: 'no chunk of an answer' };
    if (filledBytes + said.bytes.length > bytes.length)
      return { violation: 'more content than was announced' };
    filledBytes += said.bytes.copy(bytes, filledBytes);
    if (filledBytes < bytes.length) return null;
    resolve(bytes);
    return 'answered';
  };
  const giveUp = (why: string): void => {
    reject(toFailure(why));
  };
  return { question: { message: { type: 'files', task, question }, take, giveUp, answerMs }, answer };
}

function announcedBytes(said: FileAnswer | Chunk): number | null {
  if (said.type !== 'content' || said.size !== said.length) return null;
  return said.length > 0 && said.length <= maxAnswerBytes ? said.length : null;
}

function toFailure(why: string): PymcpError {
  return /in time/.test(why)
    ? new PymcpError(
        'files.too-slow',
        'it took too long, and the process that worked on it was ended',
        'ask for less: a simpler pattern, or a smaller folder',
      )
    : new PymcpError(
        'files.failed',
        `the process that worked on the files has ended: ${why}`,
        'look at the file before you ask again: a change may have been made, whole or not at all',
      );
}
