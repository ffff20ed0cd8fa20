// JSON with comments and trailing commas to a value whose every part knows where it stands. A key that comes twice is
// refused, since readers differ in which they take; so is what is nested deeper than any setting.
import { showStart } from '../core/show-start.js';
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

export interface FileProblem {
  /** From the start of the text. */
  readonly offset: number;
  /** What is wrong, as a sentence without its period. */
  readonly what: string;
  readonly hint: string;
}

const mostDepth = 16;
const writeJson = 'write JSON; comments and trailing commas are fine';

/** The tree, or what is wrong with the text. */
export function parseJsonFile(
  text: string,
):
  { readonly kind: 'tree'; readonly root: Node } | { readonly kind: 'wrong'; readonly problem: FileProblem } {
  const deep = findTooDeep(text);
  if (deep !== null) return wrong(deep, `it is nested deeper than ${mostDepth} levels`, writeJson);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) return wrong(error.offset, `it is not JSON: ${say(error)}`, writeJson);
  if (root?.type !== 'object') return wrong(root?.offset ?? 0, 'it is not an object', 'write { … }');
  const twice = findTwice(root);
  if (twice === null) return { kind: 'tree', root };
  return wrong(twice.offset, `the key ${toShownKey(twice)} is there twice`, 'leave one of them');
}

/** Of a key as it stands in the file, which may be anything. */
export function toShownKey(key: Node): string {
  return JSON.stringify(showStart(String(key.value), 80));
}

export function propertiesOf(node: Node): { readonly key: Node; readonly value: Node }[] {
  // Of a list the children are its items, and theirs are no key and value.
  const properties = node.type === 'object' ? (node.children ?? []) : [];
  return properties.flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [{ key, value }];
  });
}

/** The parser calls itself for each level; a scanner does not. */
function findTooDeep(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  const next = (): number => scanner.scan();
  for (let token = next(); token !== endOfFile; token = next()) {
    if (token === openBrace || token === openBracket) depth += 1;
    if (token === closeBrace || token === closeBracket) depth -= 1;
    if (depth > mostDepth) return scanner.getTokenOffset();
  }
  return null;
}

// SyntaxKind of jsonc-parser, an ambient const enum that isolated modules cannot read.
const [openBrace, closeBrace, openBracket, closeBracket, endOfFile] = [1, 2, 3, 4, 17];

function findTwice(node: Node): Node | null {
  const seen = new Set<unknown>();
  for (const { key, value } of propertiesOf(node)) {
    if (seen.has(key.value)) return key;
    seen.add(key.value);
    const inner = findTwice(value);
    if (inner !== null) return inner;
  }
  for (const item of node.type === 'array' ? (node.children ?? []) : []) {
    const inner = findTwice(item);
    if (inner !== null) return inner;
  }
  return null;
}

/** `CommaExpected` → `comma expected`. */
function say({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

function wrong(offset: number, what: string, hint: string): { kind: 'wrong'; problem: FileProblem } {
  return { kind: 'wrong', problem: { offset, what, hint } };
}
