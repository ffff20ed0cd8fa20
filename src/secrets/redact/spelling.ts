// One way to write one character of a secret, as bytes. A byte that is a hexadecimal digit fits in either case.

export interface Spelling {
  /** What fits at each place: this byte, … */
  readonly first: Buffer;
  /** … or this one, often the same. */
  readonly second: Buffer;
}

/** These bytes; text as UTF-8. */
export function exact(what: string | Buffer): Spelling {
  const bytes = Buffer.from(what);
  return { first: bytes, second: bytes };
}

/** ASCII in which the case of letters does not matter. */
export function anyCase(text: string): Spelling {
  return { first: Buffer.from(text.toLowerCase()), second: Buffer.from(text.toUpperCase()) };
}

/** One after the other. */
export function join(parts: readonly Spelling[]): Spelling {
  return {
    first: Buffer.concat(parts.map(({ first }) => first)),
    second: Buffer.concat(parts.map(({ second }) => second)),
  };
}

/** Whether the bytes before `end` are written so. */
export function endsWith(bytes: Buffer, end: number, { first, second }: Spelling): boolean {
  const start = end - first.length;
  if (start < 0) return false;
  // From behind: where it fails, it does so soon.
  for (let index = first.length - 1; index >= 0; index -= 1) {
    const byte = bytes[start + index];
    if (byte !== first[index] && byte !== second[index]) return false;
  }
  return true;
}
