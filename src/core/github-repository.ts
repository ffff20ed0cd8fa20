// name.valid: repositories of GitHub by name, and the patterns by which a policy names them. Pure.
import { PymcpError } from './errors.js';
import { showStart } from './show-start.js';

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

export interface RepositoryPattern {
  readonly owner: string;
  /** null: all of this owner. */
  readonly name: string | null;
}

/** As GitHub has them. */
const ownerPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;
const namePattern = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
const mostPatterns = 64;

/** null where a text names no repository. */
export function readRepositoryName(text: string): RepositoryName | null {
  const [owner = '', name = '', ...more] = text.split('/');
  return more.length === 0 && ownerPattern.test(owner) && namePattern.test(name) ? { owner, name } : null;
}

/**
 * `OWNER/NAME` or `OWNER/*`, with commas between.
 * @throws PymcpError `input.name-invalid`
 */
export function parseRepositoryPatterns(text: string): readonly RepositoryPattern[] {
  const patterns = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(parsePattern);
  if (patterns.length > 0 && patterns.length <= mostPatterns) return patterns;
  throw refuse(patterns.length === 0 ? 'names no repository' : `names more than ${mostPatterns}`);
}

export function renderPattern({ owner, name }: RepositoryPattern): string {
  return `${owner}/${name ?? '*'}`;
}

/** GitHub knows no difference between capitals and small letters. */
export function matchesPattern({ owner, name }: RepositoryName, pattern: RepositoryPattern): boolean {
  return isSame(owner, pattern.owner) && (pattern.name === null || isSame(name, pattern.name));
}

function parsePattern(text: string): RepositoryPattern {
  const owner = text.endsWith('/*') ? text.slice(0, -2) : null;
  if (owner !== null && ownerPattern.test(owner)) return { owner, name: null };
  const named = readRepositoryName(text);
  if (named !== null) return named;
  throw refuse(`has ${JSON.stringify(showStart(text, 80))}, which names no repository`);
}

const refuse = (what: string): PymcpError =>
  new PymcpError(
    'input.name-invalid',
    `the list of repositories ${what}`,
    'write OWNER/NAME, or OWNER/* for all of an owner, with commas between',
  );

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
