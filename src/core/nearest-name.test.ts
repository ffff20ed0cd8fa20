import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearestName } from './nearest-name.js';

describe('the nearest name', () => {
  const known = ['port', 'services', 'workspace', 'sessions'];

  it('is the one that was meant', () => {
    assert.equal(nearestName('prot', known), 'port');
    assert.equal(nearestName('Servces', known), 'services');
    assert.equal(nearestName('session', known), 'sessions');
  });

  it('is none where nothing is near', () => {
    assert.equal(nearestName('memory', known), null);
    assert.equal(nearestName('', known), null);
    assert.equal(nearestName('x'.repeat(100_000), known), null);
  });
});
