// Which paths a rule means: one path, or `/simple/*`, which is all that begins with `/simple/`. A path that a server could
// read as another one (dots, encoded slashes) matches no pattern.

export type PathPattern =
  | { readonly kind: 'exact'; readonly path: string }
  /** Ends with a slash. */
  | { readonly kind: 'below'; readonly prefix: string };

export type PathReading = PathPattern | { readonly kind: 'refused'; readonly why: string };

const mostCharacters = 1024;

export function readPathPattern(text: string): PathReading {
  if (text.length > mostCharacters) return refused('is too long');
  if (!text.startsWith('/')) return refused('does not begin with a slash');
  if (/[?#]/.test(text)) return refused('has a query in it, and rules are about paths');
  const path = text.endsWith('/*') ? text.slice(0, -1) : text;
  if (path.includes('*')) return refused('has a star elsewhere than as its last part');
  if (!isPlainPath(path)) return refused('can be read as another path (dots, backslashes, encoded slashes)');
  return path === text ? { kind: 'exact', path } : { kind: 'below', prefix: path };
}

/** @param path of a request, without its query */
export function matchesPath(pattern: PathPattern, path: string): boolean {
  if (!isPlainPath(path)) return false;
  return pattern.kind === 'exact' ? path === pattern.path : path.startsWith(pattern.prefix);
}

/** What both mean; null where that is nothing. */
export function narrowPath(one: PathPattern, other: PathPattern): PathPattern | null {
  if (one.kind === 'exact') return matchesPath(other, one.path) ? one : null;
  if (other.kind === 'exact') return matchesPath(one, other.path) ? other : null;
  if (one.prefix.startsWith(other.prefix)) return one;
  return other.prefix.startsWith(one.prefix) ? other : null;
}

export function showPath(pattern: PathPattern): string {
  return pattern.kind === 'exact' ? pattern.path : `${pattern.prefix}*`;
}

/** Servers resolve dots, some decode before they do, some twice, and some take a backslash for a slash or cut at a semicolon. */
function isPlainPath(path: string): boolean {
  if (!/^\/[\x21-\x7e]*$/.test(path) || /\\|;|%(?:25)*(?:2e|2f|5c|3b|00)/i.test(path)) return false;
  return !path.split('/').some((part) => part === '.' || part === '..');
}

const refused = (why: string): PathReading => ({ kind: 'refused', why });
