// Sets and removes assignments of a `.env` file, as a splice of its text: comments, order, ends of lines, quotes of others and
// lines that nobody understands stay to the byte. What comes out is read again before it counts. Pure.
import { PymcpError } from '../../core/errors.js';
import { type EnvEntry, parseEnvText } from './env-entry.js';
import { quoteValue } from './quote-value.js';

export interface EnvChange {
  readonly name: string;
  /** null removes it. */
  readonly value: string | null;
  /** Lines above a new assignment, without `#`. */
  readonly comment?: string;
}

/** @throws PymcpError `secret.file-malformed`, `secret.value-refused` */
export function editEntries(before: Buffer | null, changes: readonly EnvChange[]): Buffer {
  const text = before?.toString('latin1') ?? '';
  refuseDoubt(text);
  const after = changes.reduce(applyChange, text);
  refuseOther(text, after, changes);
  return Buffer.from(after, 'latin1');
}

function applyChange(text: string, { name, value, comment }: EnvChange): string {
  const entries = parseEnvText(text).filter((entry) => entry.name === name);
  if (value === null) return splice(text, entries, ({ start, end }) => [start, end, '']);
  const written = Buffer.from(write(name, value)).toString('latin1');
  if (entries.length === 0) return append(text, `${name}=${written}`, comment);
  // All of them: parsers differ in which one counts.
  return splice(text, entries, ({ valueStart, valueEnd }) => [valueStart, valueEnd, written]);
}

function write(name: string, value: string): string {
  const written = quoteValue(value);
  if (written !== null) return written;
  throw new PymcpError(
    'secret.value-refused',
    `the value of ${name} cannot be written to a .env file so that every program reads the same`,
    'it has a carriage return, a NUL, or all kinds of quotes: store it as base64, or in the keyring (--keyring)',
  );
}

function append(text: string, line: string, comment: string | undefined): string {
  const newline = /\r\n/.test(text) ? '\r\n' : '\n';
  const joint = text === '' || text.endsWith('\n') ? '' : newline;
  const bytes = Buffer.from(comment ?? '').toString('latin1');
  const lines = [...(bytes === '' ? [] : bytes.split(/[\r\n]+/).map((part) => `# ${part}`)), line];
  return `${text}${joint}${lines.map((one) => `${one}${newline}`).join('')}`;
}

/** From the last to the first, so that places stay true. */
function splice(
  text: string,
  entries: readonly EnvEntry[],
  replace: (entry: EnvEntry) => readonly [from: number, to: number, by: string],
): string {
  return [...entries].reverse().reduce((whole, entry) => {
    const [from, to, by] = replace(entry);
    return `${whole.slice(0, from)}${by}${whole.slice(to)}`;
  }, text);
}

function refuseDoubt(text: string): void {
  if (text.includes('\0')) throw malformed('it has a NUL byte, so it is no text', 'save it as UTF-8');
  const entry = parseEnvText(text).find(({ doubt }) => doubt !== null);
  if (entry === undefined) return;
  const line = text.slice(0, entry.start).split('\n').length;
  // Never the line itself: it has a value.
  throw malformed(
    `line ${line} ${entry.doubt ?? ''}, which programs read in different ways`,
    `correct line ${line} in an editor`,
  );
}

/** Nothing but what was asked for has changed. */
function refuseOther(before: string, after: string, changes: readonly EnvChange[]): void {
  const changed = new Map(changes.map(({ name, value }) => [name, value]));
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  for (const name of names) {
    const expected = changed.has(name) ? (changed.get(name) ?? undefined) : old.get(name);
    if (now.get(name) !== expected)
      throw malformed(`${name} would be read differently after the change`, 'set it in an editor');
  }
}

/** The last one counts. */
function valuesOf(text: string): ReadonlyMap<string, string> {
  return new Map(parseEnvText(text).map(({ name, value }) => [name, value]));
}

const malformed = (why: string, hint: string): PymcpError =>
  new PymcpError('secret.file-malformed', `the .env file was not changed: ${why}`, hint);
