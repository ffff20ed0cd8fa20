// Adds a member to an object or a list of a JSON text, and takes one out, without touching anything else.
import { indentationAt, startsLine, type TextEdit } from '../text-edits.js';
import type { Node } from './json-document.js';
import type { JsonStyle } from './json-style.js';
import { commentEnd, listComments, skipTrivia } from './json-trivia.js';

const endOf = ({ offset, length }: Node): number => offset + length;

/**
 * As the last member, after the comments that follow the one before it.
 * @param render the member, for the indentation of its line
 */
export function insertMember(
  text: string,
  container: Node,
  style: JsonStyle,
  render: (indentation: string) => string,
): TextEdit[] {
  const [first] = container.children ?? [];
  const last = container.children?.at(-1);
  const close = endOf(container) - 1;
  const { at, hasComma } = findPlace(text, last === undefined ? container.offset + 1 : endOf(last));
  const comma = last === undefined || hasComma ? [] : [{ offset: endOf(last), length: 0, content: ',' }];
  const trailing = hasComma ? ',' : '';
  if (style.isCompact) return [...comma, { offset: at, length: 0, content: render('') + trailing }];
  const base = indentationAt(text, container.offset);
  const indentation =
    first !== undefined && startsLine(text, first.offset)
      ? indentationAt(text, first.offset)
      : base + style.indent;
  const isClosedBelow = text.slice(at, close).includes('\n');
  const member = `${style.lineEnd}${indentation}${render(indentation)}${trailing}`;
  return [
    ...comma,
    isClosedBelow
      ? { offset: at, length: 0, content: member }
      : { offset: at, length: close - at, content: `${member}${style.lineEnd}${base}` },
  ];
}

/** After the comma and the comments that follow `from`. */
function findPlace(text: string, from: number): { at: number; hasComma: boolean } {
  let at = from;
  let hasComma = false;
  for (;;) {
    const next = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const comment = commentEnd(text, next);
    if (comment !== null) at = comment;
    else if (text[next] === ',') {
      hasComma = true;
      at = next + 1;
    } else return { at, hasComma };
  }
}

export function removeMember(text: string, container: Node, member: Node): TextEdit[] {
  const children = container.children ?? [];
  if (children.length === 1 && hasNothingElse(text, container, member)) {
    return [{ offset: container.offset + 1, length: container.length - 2, content: '' }];
  }
  const commaAfter = skipTrivia(text, endOf(member));
  if (text[commaAfter] !== ',') return [...removeCommaBefore(text, children, member), cut(text, member)];
  // Comments between a value and its comma stay.
  if (/\S/.test(text.slice(endOf(member), commaAfter)))
    return [cut(text, member), { offset: commaAfter, length: 1, content: '' }];
  return [cut(text, { offset: member.offset, length: commaAfter + 1 - member.offset })];
}

function hasNothingElse(text: string, container: Node, member: Node): boolean {
  const inside = text.slice(container.offset, endOf(container));
  const span = { start: member.offset - container.offset, end: endOf(member) - container.offset };
  return listComments(inside, [span]).length === 0;
}

function removeCommaBefore(text: string, children: readonly Node[], member: Node): TextEdit[] {
  const before = children[children.findIndex(({ offset }) => offset === member.offset) - 1];
  if (before === undefined) return [];
  return [{ offset: skipTrivia(text, endOf(before)), length: 1, content: '' }];
}

/** With its line where it has one for itself, else with the spaces beside it. */
function cut(text: string, { offset, length }: { offset: number; length: number }): TextEdit {
  const end = offset + length + (/^[ \t]*/.exec(text.slice(offset + length))?.[0].length ?? 0);
  const start = offset - (/[ \t]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  const endsLine = /^\r?\n/.test(text.slice(end, end + 2));
  if (endsLine && startsLine(text, offset)) {
    const lineEnd = /\r?\n$/.exec(text.slice(Math.max(0, start - 2), start))?.[0].length ?? 0;
    return { offset: start - lineEnd, length: end - start + lineEnd, content: '' };
  }
  const isLastInLine = endsLine || /[\]}]/.test(text[end] ?? '');
  if (isLastInLine && !startsLine(text, offset)) {
    // One space before a closing brace that had one stays.
    const kept = endsLine ? end : offset + length;
    return { offset: start, length: kept - start, content: '' };
  }
  return { offset, length: end - offset, content: '' };
}
