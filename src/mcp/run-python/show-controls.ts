// The guest's text where a person or a model reads it: nothing that moves a cursor, hides or reorders text stays unseen.

/** Control and format characters, but newline, tab and the joiners that scripts and emoji need. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029](?<![\n\t\u200c\u200d])/gu;

export function showControls(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(unseen, toEscape);
}

/** As Python's repr() writes them. */
function toEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
