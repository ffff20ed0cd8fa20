// A host's name to the letters that are on the wire: lower case, no dot at the end, foreign letters as `xn--…`. Names that look
// like another one (two scripts in one part, letters that stand for others) are refused, in rules as in requests.
import { domainToASCII, domainToUnicode } from 'node:url';

export type NamedHost =
  { readonly kind: 'name'; readonly text: string } | { readonly kind: 'refused'; readonly why: string };

/** RFC 1035, section 2.3.4. */
const mostNameCharacters = 253;
const mostPartCharacters = 63;

/** Scripts that are written together within a word (UTS 39, section 5.2, "highly restrictive"). */
const families = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
] as const;

/** Those with letters that pass for others, or that have families. Of the rest one at a time is asked for as well. */
const scripts = {
  Latin: /\p{Script=Latin}/u,
  Han: /\p{Script=Han}/u,
  Hiragana: /\p{Script=Hiragana}/u,
  Katakana: /\p{Script=Katakana}/u,
  Bopomofo: /\p{Script=Bopomofo}/u,
  Hangul: /\p{Script=Hangul}/u,
} as const;
const sharedLetters = /[\p{Script=Common}\p{Script=Inherited}]/u;

/** @param text without control characters, spaces, percent signs and what is no part of a host */
export function toNamedHost(text: string): NamedHost {
  const absolute = text.endsWith('.') ? text.slice(0, -1) : text;
  const name = isAscii(absolute) ? absolute.toLowerCase() : toAscii(absolute);
  if (name === null)
    return refused(
      'has letters that stand for others, or that no name may have; write it as it is on the wire',
    );
  const why = whyNoName(name) ?? whyMisread(name);
  return why === null ? { kind: 'name', text: name } : refused(why);
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Null where a part would come out as plain letters: full-width digits, ligatures and soft hyphens disguise another name. */
function toAscii(name: string): string | null {
  // IDNA reads some other full stops as dots.
  const parts = name.split('.').map((part) => {
    if (isAscii(part)) return part.toLowerCase();
    const ascii = domainToASCII(part);
    return /^xn--[a-z0-9-]+$/.test(ascii) ? ascii : null;
  });
  return parts.includes(null) ? null : parts.join('.');
}

function whyNoName(name: string): string | null {
  if (name.length > mostNameCharacters) return 'is too long';
  const parts = name.split('.');
  if (parts.includes('')) return 'has an empty part';
  if (parts.some((part) => part.length > mostPartCharacters)) return 'has a part of more than 63 characters';
  if (!parts.every((part) => /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(part)))
    return 'has a part with other characters than letters, digits and hyphens between them';
  return null;
}

function whyMisread(name: string): string | null {
  for (const part of name.split('.').filter((one) => one.startsWith('xn--'))) {
    const shown = domainToUnicode(part);
    if (shown === part || domainToASCII(shown) !== part)
      return `has a part that is no valid encoding (${part})`;
    if (!isOfOneScript(shown)) return `mixes scripts in one part, as names do that pass for others (${part})`;
  }
  return null;
}

function isOfOneScript(part: string): boolean {
  const letters = Array.from(part).filter((letter) => !sharedLetters.test(letter));
  const names = letters.map(
    (letter) => Object.entries(scripts).find(([, has]) => has.test(letter))?.[0] ?? 'other',
  );
  const used = new Set(names);
  if (used.has('other')) return used.size === 1 && isOfOneOtherScript(letters);
  return (
    used.size <= 1 ||
    families.some((family) => [...used].every((one) => (family as readonly string[]).includes(one)))
  );
}

const otherScripts = [
  /^\p{Script=Cyrillic}+$/u,
  /^\p{Script=Greek}+$/u,
  /^\p{Script=Arabic}+$/u,
  /^\p{Script=Hebrew}+$/u,
  /^\p{Script=Devanagari}+$/u,
  /^\p{Script=Bengali}+$/u,
  /^\p{Script=Tamil}+$/u,
  /^\p{Script=Telugu}+$/u,
  /^\p{Script=Thai}+$/u,
  /^\p{Script=Georgian}+$/u,
  /^\p{Script=Armenian}+$/u,
] as const;

/** A script that is not listed is refused: nobody has looked at what its letters pass for. */
const isOfOneOtherScript = (letters: readonly string[]): boolean =>
  otherScripts.some((script) => script.test(letters.join('')));

const refused = (why: string): NamedHost => ({ kind: 'refused', why });
