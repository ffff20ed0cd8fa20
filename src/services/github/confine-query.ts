// A search that stays within the repositories that the policy names. GitHub searches wherever its qualifiers point, and joins them
// by OR: so what points anywhere is taken out, read strictly or refused, and what comes back is looked at once more. Pure.
import { PymcpError } from '../../core/errors.js';
import { readRepositoryName, renderPattern, type RepositoryPattern } from '../../core/github-repository.js';
import type { RepositoryPolicy } from './repository-policy.js';

export interface QueryInput {
  readonly query: string;
  readonly owner?: string | undefined;
  readonly repo?: string | undefined;
}

export interface ConfinedQuery {
  /** With the places that it is confined to. */
  readonly text: string;
  readonly scope: readonly RepositoryPattern[];
}

const mostCharacters = 1_000;
/** A query may have only so many. */
const mostScope = 10;

/** Wherever they stand, also behind a minus or in quotes: they say where to look. */
const pointing = /(?:^|[^\p{L}\p{N}_])(?:repo|org|user|owner|enterprise|repository|organization)\s*:/iu;
/** Around whole words, or what stands behind a colon: elsewhere readers differ. */
const quoted = /(?<=^|[\s:-])"[^"]*"(?=\s|$)/g;
const named = /^repo:"?([^\s"]+)"?$/i;

/** @throws PymcpError `input.argument-invalid`, `github.not-permitted` */
export function confineQuery(input: QueryInput, policy: RepositoryPolicy): ConfinedQuery {
  const words = toPlain(input.query).split(' ');
  const places = words.flatMap((word) => word.match(named)?.[1] ?? []);
  const rest = words.filter((word) => !named.test(word)).join(' ');
  if (pointing.test(rest))
    throw invalid(
      'has a qualifier that says where to search, other than repo:OWNER/NAME',
      'leave repo:, org:, user: out of it, and give owner and repo beside it',
    );
  refuseJoining(rest);
  const plain = quoteJoining(rest);
  const scope = toScope(input, places, policy);
  const text = [plain, ...scope.map(toQualifier)].filter((part) => part !== '').join(' ');
  return { text, scope };
}

/** One line, in which what looks the same is the same. */
function toPlain(query: string): string {
  const plain = query.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (plain === '' || plain.length > mostCharacters)
    throw invalid(`has ${plain.length} characters`, `give 1 to ${mostCharacters} characters`);
  if (/[\p{Cc}\p{Cf}]/u.test(plain)) throw invalid('has characters that are not seen', 'give plain words');
  return plain;
}

/** What joins or groups could take the confinement apart: `a OR b repo:x` looks for `a` everywhere. */
function refuseJoining(text: string): void {
  const outside = text.replace(quoted, ' ');
  if (outside.includes('"') || (text.includes('"') && text.includes('\\')))
    throw invalid(
      'has a quotation mark within a word, without another, or beside a backslash',
      'put quotation marks around whole words, or leave them out',
    );
  if (/[()]|(?:^|\s)(?:OR|AND|NOT)(?:\s|$)/.test(outside))
    throw invalid(
      'joins words by AND, OR, NOT or parentheses outside of quotation marks',
      'search for one thing at a time; words beside each other must all be there, and -label:x leaves out',
    );
}

/** In small letters they are words that people write. */
function quoteJoining(text: string): string {
  const parts = text.match(/"[^"]*"|[^"]+/g) ?? [];
  const joins = /(?<=^|\s)(?:or|and|not)(?=\s|$)/gi;
  return parts.map((part) => (part.startsWith('"') ? part : part.replace(joins, '"$&"'))).join('');
}

function toScope(
  { owner, repo }: QueryInput,
  places: readonly string[],
  policy: RepositoryPolicy,
): readonly RepositoryPattern[] {
  if (repo !== undefined && owner !== undefined) return [policy.parse(owner, repo)];
  if (repo !== undefined) throw invalid('has repo beside it and no owner', 'give owner and repo together');
  const inQuery = places.map((place) => {
    const { owner: one = place, name = '' } = readRepositoryName(place) ?? {};
    return policy.parse(one, name);
  });
  const all = inQuery.length > 0 ? inQuery : policy.patterns;
  const scope = owner === undefined ? all : all.filter((one) => isSame(one.owner, owner));
  if (scope.length === 0) throw policy.refuse(`nothing of ${JSON.stringify(owner)} is permitted here`);
  if (scope.length > mostScope)
    throw invalid(`would look in ${scope.length} places at once`, 'give owner and repo beside it');
  return scope;
}

const toQualifier = (pattern: RepositoryPattern): string =>
  pattern.name === null ? `user:${pattern.owner}` : `repo:${renderPattern(pattern)}`;

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const invalid = (what: string, hint: string): PymcpError =>
  new PymcpError('input.argument-invalid', `the query ${what}`, hint);
