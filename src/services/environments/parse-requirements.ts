// The file of requirements, read strictly: what pip would take and what is not here for a reason is refused with its line, never
// passed over. No address, no path and no other file can come in by it, so that the index that was named is the only source.
import { normaliseName } from '../../core/allowed-packages.js';
import { PymcpError } from '../../core/errors.js';
import { showStart } from '../../core/show-start.js';
import type { Requirement } from './requirement.js';

export const mostRequirementsBytes = 1024 * 1024;
const mostRequirements = 1000;
const mostHashes = 500;

interface LogicalLine {
  readonly line: number;
  readonly text: string;
}

/** @throws PymcpError `environment.requirements-refused` */
export function parseRequirements(text: string): readonly Requirement[] {
  if (text.includes('\0')) throw refusal(1, 'the file has a NUL byte in it', 'give a text file');
  const requirements = joinLines(text).map(parseLine);
  if (requirements.length === 0) throw refusal(1, 'the file names no package', 'write NAME==VERSION lines');
  if (requirements.length > mostRequirements)
    throw refusal(1, `the file has more than ${mostRequirements} requirements`, 'make several environments');
  return requirements;
}

/** As pip does it: a backslash at the end joins, `#` at the beginning or after a space begins a comment. */
function joinLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  let pending: LogicalLine | null = null;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const isComment = /^\s*#/.test(raw);
    const isJoined = !isComment && raw.endsWith('\\');
    const part = isJoined ? raw.slice(0, -1) : raw;
    const line: LogicalLine = {
      line: pending?.line ?? index + 1,
      text: isComment ? (pending?.text ?? '') : `${pending?.text ?? ''}${part}`,
    };
    pending = isJoined ? line : null;
    if (!isJoined) found.push(line);
  }
  if (pending !== null) found.push(pending);
  return found
    .map(({ line, text: joined }) => ({ line, text: joined.replace(/(^|\s)#.*$/, '').trim() }))
    .filter((one) => one.text !== '');
}

const options: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:-e|--editable)\b/, 'an editable package', 'name a version that the index has: NAME==VERSION'],
  [/^(?:-r|--requirement)\b/, 'another file of requirements', 'write all of them into one file'],
  [/^(?:-c|--constraint)\b/, 'a file of constraints', 'write the versions into this file'],
  [
    /^(?:-i|--index-url|--extra-index-url|--no-index|-f|--find-links|--trusted-host)\b/,
    'another source of packages',
    'take it out: the one index is named by --index',
  ],
  [/^--(?:only-binary|no-binary|prefer-binary)\b/, 'a choice of archives', 'use --allow-source NAME'],
  [/^-/, 'an option', 'take it out: only requirements and their --hash=sha256:… stand here'],
];

const requirementPattern =
  /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*(\([^)]*\)|[^;]*?)\s*(?:;\s*(.+))?$/;
const clausePattern = /^(~=|==|!=|<=|>=|<|>)\s*([0-9A-Za-z][0-9A-Za-z.+!_-]*(?:\.\*)?)$/;
const markerPattern = /^[A-Za-z0-9_.\s'"()<>=!~,+*-]+$/;

function parseLine({ line, text }: LogicalLine): Requirement {
  const refuse = (problem: string, hint: string): never => {
    throw refusal(line, `${problem}: ${JSON.stringify(showStart(text, 120))}`, hint);
  };
  const option = options.find(([pattern]) => pattern.test(text));
  if (option !== undefined) return refuse(`${option[1]} is not taken from a file`, option[2]);
  const { rest, hashes } = takeHashes(text, refuse);
  if (/(?:^|[\s@])[A-Za-z][A-Za-z0-9+.-]*:\/\/|\s@\s|^[^;]*@/.test(rest))
    return refuse('an address is not taken from a file', 'name a version that the index has: NAME==VERSION');
  if (/^[./~]|^[^;[]*[/\\]|\.(?:whl|zip|tar\.gz|tgz)$/.test(rest))
    return refuse('a path is not taken from a file', 'name a version that the index has: NAME==VERSION');
  if (rest.includes('$'))
    return refuse('a variable is not filled in', 'write what it stands for: NAME==VERSION');
  const found = rest.match(requirementPattern);
  if (found === null) return refuse('this is no requirement', 'write NAME==VERSION');
  const [, name = '', extras = '', versions = '', marker = ''] = found;
  if (marker !== '' && !markerPattern.test(marker))
    return refuse(
      'the marker has characters that no marker has',
      "such as: NAME==1.0; python_version < '3.12'",
    );
  const clauses = parseClauses(versions, refuse);
  const [only] = clauses;
  const isExact = clauses.length === 1 && only?.startsWith('==') === true && !only.endsWith('*');
  return {
    line,
    name: normaliseName(name),
    extras: parseExtras(extras, refuse),
    specifier: clauses.join(','),
    version: isExact ? only.slice(2) : null,
    hashes,
    marker: marker.trim(),
  };
}

type Refuse = (problem: string, hint: string) => never;

function takeHashes(text: string, refuse: Refuse): { rest: string; hashes: readonly string[] } {
  const at = text.search(/\s--/);
  if (at === -1) return { rest: text, hashes: [] };
  const words = text.slice(at).trim().split(/\s+/);
  const hashes = words.map((word) => {
    const found = /^--hash=([a-z0-9]+):([0-9a-fA-F]+)$/.exec(word);
    if (found === null)
      return refuse(`${word} is not taken from a file`, 'only --hash=sha256:… stands after a requirement');
    if (found[1] !== 'sha256')
      return refuse(`a hash of the kind ${found[1] ?? ''} is not compared`, 'give --hash=sha256:…');
    const digest = (found[2] ?? '').toLowerCase();
    return digest.length === 64 ? digest : refuse('a SHA-256 has 64 digits', 'copy it whole');
  });
  if (hashes.length > mostHashes)
    return refuse(`there are more than ${mostHashes} hashes`, 'keep those that are needed');
  return { rest: text.slice(0, at).trim(), hashes: [...new Set(hashes)] };
}

function parseClauses(text: string, refuse: Refuse): readonly string[] {
  const bare = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  if (bare === '') return [];
  return bare.split(',').map((clause) => {
    const found = clause.trim().match(clausePattern);
    if (found === null)
      return refuse('this is no requirement', 'write NAME==VERSION, or NAME>=1.0,<2 to have a version found');
    const [, operator = '', version = ''] = found;
    if (version.endsWith('*') && operator !== '==' && operator !== '!=')
      return refuse('a star goes with == and != alone', 'write NAME==1.* or NAME>=1.0');
    return `${operator}${version}`;
  });
}

function parseExtras(text: string, refuse: Refuse): readonly string[] {
  if (text.trim() === '') return [];
  const extras = text.split(',').map((extra) => extra.trim());
  const wrong = extras.find((extra) => !/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(extra));
  if (wrong !== undefined)
    return refuse('an extra has characters that no extra has', 'such as: NAME[extra]==1.0');
  return [...new Set(extras.map(normaliseName))].sort();
}

function refusal(line: number, problem: string, hint: string): PymcpError {
  return new PymcpError(
    'environment.requirements-refused',
    `line ${line} of the requirements: ${problem}`,
    hint,
  );
}
