// JSON in which nothing is hidden from whoever reads it, and no terminal is spoken to. Pure.

const unseen = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800](?<!\n)/gu;

/** The same value for whoever parses it. */
export function escapeUnseen(json: string): string {
  return json.replaceAll(unseen, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
