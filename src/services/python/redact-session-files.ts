// secret.unlogged: files of sessions, which clients list and read in parts. A part may begin or end within a secret, so more is
// read than is shown.
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { SessionFilePart } from '../../core/session.js';
import type { SessionFiles } from './session-files.js';

/** What one question reads at most (src/sandbox/channel/guest-question.ts). */
const mostReadBytes = 1024 * 1024;
/** On either side, so that there is always room for a part between. */
const mostMarginBytes = 384 * 1024;

export function redactSessionFiles(files: SessionFiles, redactor: SecretRedactor): SessionFiles {
  if (!redactor.isActive) return files;
  const margin = Math.min(redactor.longestBytes, mostMarginBytes);
  return {
    list: (caller) => files.list(caller),
    async listFiles(caller, id) {
      return redactor.redactValue(await files.listFiles(caller, id));
    },
    async readFile(caller, id, path, offset, length) {
      const from = Math.max(0, offset - margin);
      const wanted = Math.min(length, mostReadBytes - 2 * margin);
      const read = await files.readFile(caller, id, path, from, offset - from + wanted + margin);
      return toPart(redactor, read, offset, wanted);
    },
  };
}

/** @param read from somewhat before `offset` on, to somewhat behind the part that is wanted */
function toPart(
  redactor: SecretRedactor,
  { size, offset: from, bytes }: SessionFilePart,
  offset: number,
  length: number,
): SessionFilePart {
  const start = Math.min(offset - from, bytes.length);
  const end = Math.min(start + length, bytes.length);
  return { size, offset, bytes: redactor.redactPart(bytes, start, end), fileBytes: end - start };
}
