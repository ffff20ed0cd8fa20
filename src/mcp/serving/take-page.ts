// One page of a list, and the cursor of the next: the key of its last entry, which clients pass back as they got it.
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

export interface Page<Item> {
  readonly items: Item[];
  /** To be spread into a result. */
  readonly next: { readonly nextCursor?: string };
}

/** More than a server has of tools and prompts: clients that read one page only see all of them. */
const ordinarySize = 200;

/** @throws ProtocolError where the cursor is none of this list */
export function takePage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  cursor: string | undefined,
  size = ordinarySize,
): Page<Item> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  const start = after === null ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== null && start === 0) throw invalidCursor();
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const isEnd = start + size >= items.length || last === undefined;
  return { items: page, next: isEnd ? {} : { nextCursor: toCursor(keyOf(last)) } };
}

export const toCursor = (key: string): string => Buffer.from(key).toString('base64url');

/** @throws ProtocolError where no server of ours made it */
export function parseCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (key !== '' && toCursor(key) === cursor) return key;
  throw invalidCursor();
}

export function invalidCursor(): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    'the cursor is none of this list; leave it out to list from the beginning',
  );
}
