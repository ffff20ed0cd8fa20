// However many hosts are asked for, so many are kept and no more.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LeafContexts } from './leaf-contexts.js';

it('what is presented for a host is made once, kept while it is asked for, and bounded', () => {
  const made: string[] = [];
  const contexts = new LeafContexts((host) => made.push(host), 3);
  for (const host of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) contexts.get(host);
  assert.deepEqual(made, ['a', 'b', 'c', 'd', 'b']);
  assert.equal(contexts.size, 3);
});
