import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { LimitName } from '../../core/isolation.js';
import { startWatch } from './watch.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('startWatch', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  /** Counts the looks; answers with what the test sets. */
  function start(): {
    look: { count: number; answer: LimitName | null };
    watch: ReturnType<typeof startWatch>;
  } {
    const look = { count: 0, answer: null as LimitName | null };
    const watch = startWatch(
      () => 20,
      () => {
        look.count += 1;
        return look.answer;
      },
    );
    return { look, watch };
  }

  it('looks at each interval and tells of the first breach', async () => {
    const { look, watch } = start();
    mock.timers.tick(19);
    assert.equal(look.count, 0);
    for (const ms of [1, 20, 20]) mock.timers.tick(ms);
    assert.equal(look.count, 3);
    look.answer = 'memory';
    mock.timers.tick(20);
    assert.equal(await watch.breached, 'memory');
  });

  it('looks no more after a breach', async () => {
    const { look, watch } = start();
    look.answer = 'pids';
    mock.timers.tick(20);
    look.answer = 'memory';
    mock.timers.tick(1000);
    assert.equal(look.count, 1);
    assert.equal(await watch.breached, 'pids');
  });

  it('looks no more after it was stopped, however often', async () => {
    const { look, watch } = start();
    let isBreached = false;
    void watch.breached.then(() => {
      isBreached = true;
    });
    watch.stop();
    watch.stop();
    look.answer = 'memory';
    mock.timers.tick(1000);
    await turn();
    assert.equal(look.count, 0);
    assert.equal(isBreached, false);
  });
});
