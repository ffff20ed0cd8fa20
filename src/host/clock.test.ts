import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { monotonicMs, sleep } from './clock.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('sleep', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  function start(ms: number, signal?: AbortSignal): { isOver: () => Promise<boolean> } {
    let over = false;
    void sleep(ms, signal).then(() => {
      over = true;
    });
    return {
      isOver: async () => {
        await turn();
        return over;
      },
    };
  }

  it('lasts as long as it says', async () => {
    const { isOver } = start(100);
    mock.timers.tick(99);
    assert.equal(await isOver(), false);
    mock.timers.tick(1);
    assert.equal(await isOver(), true);
  });

  it('ends at once where its signal is aborted, before or while it sleeps', async () => {
    assert.equal(await start(100, AbortSignal.abort()).isOver(), true);
    const wake = new AbortController();
    const { isOver } = start(100, wake.signal);
    assert.equal(await isOver(), false);
    wake.abort();
    assert.equal(await isOver(), true);
  });

  it('listens to its signal no longer than it sleeps', async () => {
    const { signal } = new AbortController();
    const remove = mock.method(signal, 'removeEventListener');
    const { isOver } = start(1, signal);
    mock.timers.tick(1);
    await isOver();
    assert.equal(remove.mock.callCount(), 1);
  });
});

describe('monotonicMs', () => {
  it('never goes back', () => {
    const times = Array.from({ length: 100 }, monotonicMs);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
  });
});
