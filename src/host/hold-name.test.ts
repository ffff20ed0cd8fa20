import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { holdName } from './hold-name.js';

describe('holdName', () => {
  it('lets one have a name at a time', async () => {
    const name = randomUUID();
    const first = await holdName(name, 0);
    assert.equal(first?.isExclusive, true);
    assert.equal(await holdName(name, 0), null);
    const other = await holdName(randomUUID(), 0);
    assert.notEqual(other, null);
    const waiting = holdName(name, 10_000);
    await first.release();
    const second = await waiting;
    assert.notEqual(second, null);
    assert.equal(await holdName(name, 30), null);
    await Promise.all([second?.release(), other?.release()]);
  });
});
