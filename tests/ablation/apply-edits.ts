// Edits of text, for a copy of the package or to see whether they fit. Pure but for what `read` does.
import type { Edit } from './switch.js';

/**
 * The new text of each file that is edited.
 * @param read the text of a file of the built package
 * @throws Error where an edit does not fit: the table of switches has rotted
 */
export function applyEdits(
  read: (file: string) => string,
  edits: readonly Edit[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { file, find, put } of edits) {
    const pieces = (texts.get(file) ?? read(file)).split(find);
    if (pieces.length !== 2)
      throw new Error(`${file}: ${JSON.stringify(find)} stands there ${pieces.length - 1} times`);
    texts.set(file, pieces.join(put));
  }
  return texts;
}
