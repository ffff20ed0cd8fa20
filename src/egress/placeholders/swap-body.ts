// secret.unseen: the body of a request: in what spelling a value goes into it, and whether it is looked into at all.
import type { Misuse } from './placeholder-stream.js';
import { PlaceholderStream } from './placeholder-stream.js';
import type { MetIn, RunSecrets, Spelling } from './run-secrets.js';

/** One direction of a connection, changed as it goes. */
export interface ByteChange {
  readonly push: (piece: Buffer) => Buffer;
  readonly end: () => Buffer;
}

/** @param headers of the request, by their names in lower case */
export function openBodyChange(
  secrets: RunSecrets,
  met: MetIn,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  onMisuse: (misuse: Misuse) => void,
): ByteChange | null {
  // What is compressed is not looked into; a placeholder in it reaches the host as one.
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') return null;
  const spell = chooseSpelling(String(headers['content-type'] ?? ''));
  return new PlaceholderStream(secrets.answersFor(met, { place: 'body' }, spell), onMisuse);
}

/** A value that has a quote or an ampersand must not end what it stands in. */
function chooseSpelling(contentType: string): Spelling {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (/[/+]json$/.test(type.trim())) return (value) => Buffer.from(JSON.stringify(value).slice(1, -1));
  if (type.trim() === 'application/x-www-form-urlencoded')
    return (value) => Buffer.from(encodeURIComponent(value));
  return (value) => Buffer.from(value);
}
