import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from './targets.js';

describe('a target', () => {
  it('is reached at its bound, whichever way it points', () => {
    assert.equal(judge('sessionCall', 2).reached, true);
    assert.equal(judge('sessionCall', 2.01).reached, false);
    assert.equal(judge('readyPackages', 200).reached, true);
    assert.equal(judge('readyPackages', 199).reached, false);
  });

  it('says what is aimed at beyond it', () => {
    assert.deepEqual(judge('throughput', 3), {
      what: 'throughput, every run in a jail of its own',
      wanted: '≥ 2 × one bwrap per run',
      got: 3,
      reached: true,
      aim: { wanted: '≥ 4 × one bwrap per run', reached: false },
    });
    assert.equal(judge('sessionFork', 20).aim?.reached, true);
    assert.equal(judge('idleSession', 1).aim, null);
  });
});
