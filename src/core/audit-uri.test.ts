import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { auditUri, parseAuditUri, toAuditUri } from './audit-uri.js';

describe('the address of records', () => {
  it('says what it was made of', () => {
    const position = fc.map(
      fc.integer({ min: 0, max: 255 }).map(String),
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
    const others = [
      '?',
      '/',
      '/x',
      '?before',
      '?before=',
      '?before=0',
      '?before=0-1_',
      '?before=-1',
      '?after=0-1',
    ];
    for (const rest of [
      ...others,
      '?before=0-1&x=1',
      '?before=0-1#',
      '?before=1234-1',
      `?before=0-${'9'.repeat(16)}`,
    ])
      assert.equal(parseAuditUri(`${auditUri}${rest}`), null, rest);
    assert.equal(parseAuditUri('pymcp://audit/../results/a'), null);
    assert.equal(parseAuditUri(`${auditUri}?before=0-1${'_0-1'.repeat(100_000)}`), null);
  });
});
