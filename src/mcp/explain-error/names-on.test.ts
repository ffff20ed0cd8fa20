import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namesOn } from './names-on.js';

const shown = (line: string): string =>
  namesOn(line)
    .map(({ name, column }) => `${name}@${column}`)
    .join(' ');

describe('namesOn', () => {
  for (const [line, names] of [
    ['    return self.table[key]', 'self@12 table@17 key@23'],
    ['x = x + f("a b # c", 1e5) # d', 'x@1 f@9'],
    ["if not größe: raise KeyError('k')", 'größe@8 KeyError@21'],
    ['', ''],
    ['a, b, c, d, e, f, g, h = 1', 'a@1 b@4 c@7 d@10 e@13 f@16'],
  ] as const)
    it(`of ${JSON.stringify(line)}`, () => {
      assert.equal(shown(line), names);
    });
});
