// A path that a guest has chosen, as text that can stand on a terminal and in a line of a log. Pure.

/** Valid UTF-8 stays; other bytes, control characters and what turns the direction of text become escapes. */
export function toShownPath(path: Buffer | string): string {
  const text = typeof path === 'string' ? path : decode(path);
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

function decode(path: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(path);
  } catch {
    return path.toString('latin1');
  }
}
