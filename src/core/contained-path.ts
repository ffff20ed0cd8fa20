// path.contained: the relative paths of files that go into a run and come out of it. The guest keeps the same rule
// (guest/pymcp_guest/contained_path.py).

export const maxPathBytes = 1024;
export const maxPartBytes = 255;
export const maxPathParts = 32;

/**
 * Code points that a name may not hold, as first and last: control characters, those that break a line, turn the
 * direction of text or are not seen, so that a name looks like another, and the separator of other systems.
 */
const misleading = [
  [0x00, 0x1f],
  [0x5c, 0x5c],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
] as const;

/** Why a path may not be used, to stand after "it"; null where it leads to a place below the folder it starts in. */
export function whyNotContained(path: string): string | null {
  if (path === '') return 'is empty';
  if (!path.isWellFormed()) return 'has half of a surrogate pair';
  if (Array.from(path).some(isMisleading)) return 'has a control character or a backslash';
  if (path.startsWith('/')) return 'is absolute';
  const parts = path.split('/');
  if (parts.includes('')) return 'has an empty part';
  if (parts.some((part) => part === '.' || part === '..')) return 'has a part that is . or ..';
  if (parts.length > maxPathParts) return `has more than ${maxPathParts} parts`;
  if (parts.some((part) => Buffer.byteLength(part) > maxPartBytes))
    return `has a part of more than ${maxPartBytes} bytes`;
  if (Buffer.byteLength(path) > maxPathBytes) return `has more than ${maxPathBytes} bytes`;
  return null;
}

function isMisleading(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return misleading.some(([first, last]) => code >= first && code <= last);
}
