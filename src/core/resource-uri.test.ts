import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { whyNotContained } from './contained-path.js';
import { parseResourceUri, toResourceUri } from './resource-uri.js';

describe('addresses of resources', () => {
  it('lead to the file that they were made for, whatever its name', () => {
    const path = fc
      .array(fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
      .filter((one) => whyNotContained(one) === null);
    fc.assert(
      fc.property(
        path,
        fc.constantFrom('results' as const, 'sessions' as const),
        fc.nat(),
        (one, kind, offset) => {
          const uri = toResourceUri({ kind, id: 'a1', path: one }, offset);
          assert.deepEqual(parseResourceUri(uri), {
            kind,
            id: 'a1',
            path: one,
            offset: offset === 0 ? null : offset,
            length: null,
          });
          assert.equal(new URL(uri).href, uri);
        },
      ),
    );
  });

  it('say which part is wanted', () => {
    const partOf = (query: string): unknown => {
      const address = parseResourceUri(`pymcp://results/a/b${query}`);
      return address === null ? null : [address.offset, address.length];
    };
    assert.deepEqual(partOf(''), [null, null]);
    assert.deepEqual(partOf('?'), [null, null]);
    assert.deepEqual(partOf('?offset=5'), [5, null]);
    assert.deepEqual(partOf('?length=7&offset=0'), [0, 7]);
    for (const query of ['?offset=-1', '?offset=1.5', '?offset=x', '?offset=', '?a=1', '?offset=1&offset=2'])
      assert.equal(partOf(query), null, query);
    assert.equal(partOf(`?offset=${'9'.repeat(16)}`), null);
  });

  it('that lead elsewhere are none (path.contained)', () => {
    for (const uri of [
      '',
      'pymcp://',
      'pymcp://results/a',
      'pymcp://results/a/',
      'pymcp://results//b',
      'pymcp://results/a/../b',
      'pymcp://results/a/%2e%2e/b',
      'pymcp://results/a/%2Fetc/passwd',
      'pymcp://results/a/b%00',
      'pymcp://results/a/b%0Ac',
      'pymcp://results/a/%ff',
      'pymcp://results/a/%',
      'pymcp://results/a/b#c',
      'pymcp://results/a-b/c',
      `pymcp://results/${'a'.repeat(65)}/c`,
      'pymcp://others/a/b',
      'PYMCP://results/a/b',
      'file:///etc/passwd',
      'http://results/a/b',
      '\npymcp://results/a/b',
      'pymcp://results/a/b\n',
    ])
      assert.equal(parseResourceUri(uri), null, uri);
  });
});
