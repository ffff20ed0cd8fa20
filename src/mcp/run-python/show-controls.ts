// The guest's text where a person or a model reads it: nothing that moves a cursor, hides or reorders text stays unseen.

/** Control and format characters, those that a font draws nothing for, and a blank that is no space; not newline and tab. */
const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800](?<![\n\t])/gu;

/** Between letters beyond ASCII and emoji, as scripts and emoji need them: one alone. */
const joiner = /^[\u200c\u200d]$/u;
/** Chooses how the character before it is drawn: ❤️, 1️⃣. */
const presentation = /^[\ufe0e\ufe0f]$/u;
const beforeJoiner = /[^\p{ASCII}\p{Cf}\p{Default_Ignorable_Code_Point}]\ufe0f?$/u;
const afterJoiner = /^[^\p{ASCII}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const beforePresentation = /[\p{Emoji}]$/u;

export function showControls(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(unseen, (character, at: number, whole: string) =>
      isNeeded(character, at, whole) ? character : toEscape(character),
    );
}

/** As one line: what stands outside of fences must not begin another. */
export function showLine(text: string): string {
  return showControls(text).replaceAll(/[\n\t]/g, toEscape);
}

function isNeeded(character: string, at: number, whole: string): boolean {
  const before = whole.slice(Math.max(0, at - 3), at);
  if (presentation.test(character)) return beforePresentation.test(before);
  if (!joiner.test(character)) return false;
  return beforeJoiner.test(before) && afterJoiner.test(whole.slice(at + 1, at + 3));
}

/** As Python's repr() writes them. */
function toEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
