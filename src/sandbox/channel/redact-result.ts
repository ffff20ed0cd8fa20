// secret.unlogged: what a program says of its end, redacted before anything is made of it. Where the guest has cut a text, half a
// secret may stand there.
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { Result } from './guest-message.js';

/** As guest/pymcp_guest/failure.py cuts. */
const cutMark = /\n… \d+ characters left out …\n/;
const mostNameCharacters = 256;

export function redactResult(redactor: SecretRedactor, result: Result): Result {
  if (!redactor.isActive) return result;
  if (result.type === 'completed') {
    const { value, valueCharacters } = result;
    if (value === null) return result;
    const isWhole = Array.from(value).length >= valueCharacters;
    return { ...result, value: isWhole ? redactor.redactText(value) : redactCut(redactor, value) };
  }
  const { name, message, traceback } = result;
  return {
    ...result,
    name: name.length < mostNameCharacters ? redactor.redactText(name) : redactCut(redactor, name),
    message: redactParts(redactor, message),
    traceback: redactParts(redactor, traceback),
  };
}

/** Of a text with a mark in it, what stands before the mark was cut. */
function redactParts(redactor: SecretRedactor, text: string): string {
  const mark = text.match(cutMark);
  if (mark?.index === undefined) return redactor.redactText(text);
  const behind = text.slice(mark.index + mark[0].length);
  return redactCut(redactor, text.slice(0, mark.index)) + mark[0] + redactParts(redactor, behind);
}

function redactCut(redactor: SecretRedactor, text: string): string {
  const stream = redactor.openStream();
  return Buffer.concat([stream.push(Buffer.from(text)), stream.cut()]).toString();
}
