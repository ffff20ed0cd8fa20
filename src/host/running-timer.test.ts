import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { type RunningTimer, startRunningTimer } from './running-timer.js';

describe('patience that counts only time in which this process ran', () => {
  let [now, fired] = [0, 0];
  const start = (ms: number): RunningTimer =>
    startRunningTimer(
      ms,
      () => (fired += 1),
      () => now,
    );
  /** One, that comes when it is due or later. */
  const beat = (tookMs = 250): number => {
    now += tookMs;
    mock.timers.tick(250);
    return fired;
  };

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    [now, fired] = [0, 0];
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('is at its end once, when the time has passed', () => {
    start(1000);
    assert.deepEqual([beat(), beat(), beat(), beat(), beat(), beat()], [0, 0, 0, 1, 1, 1]);
  });

  it('does not count how long the machine stood still, and says it', () => {
    const timer = start(1000);
    assert.equal(beat(120_000), 0);
    assert.equal(timer.stoodStillMs(), 119_500);
    assert.deepEqual([beat(), beat()], [0, 1]);
  });

  it('begins anew, and can be stopped', () => {
    const timer = start(500);
    beat();
    timer.restart();
    assert.equal(beat(), 0);
    timer.stop();
    assert.deepEqual([beat(), beat(), beat()], [0, 0, 0]);
  });
});
