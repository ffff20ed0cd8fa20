import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { timeConcurrently } from './time-concurrently.js';

describe('several callers', () => {
  it('start as many runs as asked for, never more at once than they are', async () => {
    let [running, most, ended] = [0, 0, 0];
    await timeConcurrently(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await Promise.resolve();
        running -= 1;
        ended += 1;
      },
      20,
      3,
    );
    assert.deepEqual({ most, ended }, { most: 3, ended: 20 });
  });
});
