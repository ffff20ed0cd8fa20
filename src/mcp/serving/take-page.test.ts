// Pages make the whole list, each entry once; a cursor that no page gave is refused in words that help.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { takePage } from './take-page.js';

const names = Array.from({ length: 25 }, (_, number) => `name-${number}`);
const page = (cursor?: string, size = 10): ReturnType<typeof takePage<string>> =>
  takePage(names, (name) => name, cursor, size);

describe('a list in pages', () => {
  it('is whole after the last one', () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = page(cursor);
      seen.push(...items);
      cursor = next.nextCursor;
    } while (cursor !== undefined);
    assert.deepEqual(seen, names);
  });

  it('has no cursor where nothing follows', () => {
    assert.deepEqual(page(undefined, 25).next, {});
    assert.deepEqual(
      takePage([], () => '', undefined),
      { items: [], next: {} },
    );
  });

  it('refuses a cursor that is none of it', () => {
    for (const cursor of ['', '!', 'bmFtZS05OQ', 'bmFtZS0x==', '\0', 'x'.repeat(10_000)])
      assert.throws(() => page(cursor), { code: -32602, message: /leave it out/ }, cursor);
  });
});
