// A JSON text with comments and trailing commas, parsed; and what is wrong with it.
import { type Node, parseTree, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { malformed } from '../file-problem.js';
import { skipTrivia } from './json-trivia.js';

export type { Node };

/** The root object; null where the text is nothing but white space and comments. @throws PymcpError */
export function parseJsonObject(text: string): Node | null {
  if (skipTrivia(text, 0) >= text.length) return null;
  const errors: ParseError[] = [];
  const root = parse(text, errors);
  const [first] = errors;
  if (first !== undefined)
    throw malformed(text, first.offset, `this is no JSON (${printParseErrorCode(first.error)})`);
  if (root?.type !== 'object') throw malformed(text, 0, 'the file holds no JSON object');
  return root;
}

/** The property of this name. @throws PymcpError where it stands twice: programs differ in which of them holds */
export function findProperty(text: string, object: Node, name: string): Node | null {
  const [found, again] = (object.children ?? []).filter((property) => keyOf(property) === name);
  if (again !== undefined) throw malformed(text, again.offset, `${JSON.stringify(name)} stands there twice`);
  return found ?? null;
}

export function keyOf(property: Node): unknown {
  return property.children?.[0]?.value as unknown;
}

export function valueOf(property: Node | null): Node | null {
  return property?.children?.[1] ?? null;
}

/** Objects as lists of pairs: nothing is lost, neither order nor a key that stands twice nor `__proto__`. */
export type Pairs = readonly (readonly [unknown, unknown])[];

export function toPairs(node: Node): unknown {
  const children = node.children ?? [];
  if (node.type === 'array') return { items: children.map(toPairs) };
  if (node.type !== 'object') return node.value as unknown;
  return children.map((property) => {
    const value = valueOf(property);
    return [keyOf(property), value === null ? null : toPairs(value)] as const;
  });
}

function parse(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // It calls itself for every level.
    if (error instanceof RangeError) throw malformed(text, 0, 'it is nested too deeply');
    throw error;
  }
}
