import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { auditUri, parseAuditUri, toAuditUri } from './audit-uri.js';

describe('the address of records', () => {
  it('says what it was made of', () => {
    const position = fc.map(
      fc.integer({ min: 0, max: 255 }).map((number) => `0123abcd-${number}`),
      fc.integer({ min: 0, max: 2 ** 49 }),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(position, (from) => {
        assert.deepEqual(parseAuditUri(toAuditUri(from))?.from, from);
      }),
    );
    assert.deepEqual(parseAuditUri(toAuditUri(null)), { from: null });
  });

  it('is none where it is anything else', () => {
    const one = '0123abcd-0.1';
    const others = [
      '?',
      '/',
      '/x',
      '?before',
      '?before=',
      '?before=0123abcd-0',
      `?before=${one}_`,
      `?after=${one}`,
    ];
    for (const rest of [
      ...others,
      `?before=${one}&x=1`,
      `?before=${one}#`,
      `?before=x${one}`,
      `?before=${one}${'9'.repeat(16)}`,
    ])
      assert.equal(parseAuditUri(`${auditUri}${rest}`), null, rest);
    assert.equal(parseAuditUri('pymcp://audit/../results/a'), null);
    assert.equal(parseAuditUri(`${auditUri}?before=${one}${`_${one}`.repeat(100_000)}`), null);
  });
});
