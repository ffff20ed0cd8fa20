// What the guest has named and noted, made harmless where it is shown: one line, nothing unseen, no markup. Pure.

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const longest = 300;

/** One line of characters that are seen; what is too long ends with an ellipsis. */
export function toPlain(text: string, most = longest): string {
  const plain = text.slice(0, 2 * most).replace(unseen, '·');
  const letters = Array.from(plain);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : plain;
}

/** For elements and quoted attributes of HTML and SVG. */
export function escapeMarkup(text: string, most = longest): string {
  return toPlain(text, most)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Code where it is a name, otherwise text in which each mark is escaped, so that there is no link, HTML or end of a cell. */
export function escapeMarkdown(text: string, most = longest): string {
  const plain = toPlain(text, most);
  if (/^[\w.]+$/.test(plain)) return `\`${plain}\``;
  return plain
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll(/[\\`*_{}[\]#!|~$]/g, String.raw`\$&`)
    .replaceAll(/:(?=\/)|(?<=www)\.|^[-+=]|^\d+(?=[.)])/gi, (mark) => toEntities(mark));
}

/** What makes a list at the beginning of a line, or an address a link. */
function toEntities(mark: string): string {
  return Array.from(mark, (letter) => `&#${letter.codePointAt(0) ?? 0};`).join('');
}
