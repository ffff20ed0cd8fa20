import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { defaultLimits } from '../core/limits.js';
import type { Sandbox, Template } from '../sandbox/backend-contract.js';
import { FakeSandbox, levels } from './fake-sandbox.test-support.js';
import { type PoolBounds, SandboxPool } from './sandbox-pool.js';

class Births implements Template {
  readonly levels = levels;
  readonly born: FakeSandbox[] = [];
  isGone = false;
  failure: Error | null = null;

  launch(): Promise<Sandbox> {
    if (this.failure !== null) return Promise.reject(this.failure);
    const sandbox = new FakeSandbox();
    this.born.push(sandbox);
    return Promise.resolve(sandbox);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function makePool(bounds: PoolBounds): { births: Births; pool: SandboxPool } {
  const births = new Births();
  return { births, pool: new SandboxPool(births, defaultLimits, bounds) };
}

async function settleDown(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the pool', () => {
  let now = 0;

  beforeEach(() => {
    now = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => now);
  });

  afterEach(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  async function pass(ms: number): Promise<void> {
    now += ms;
    mock.timers.tick(ms);
    await settleDown();
  }

  it('hands out those that waited, in the order of their births, and each once', async () => {
    const { births, pool } = makePool({ least: 2, most: 2 });
    await pool.fill();
    assert.equal(births.born.length, 2);
    const taken: Sandbox[] = [await pool.launch(defaultLimits), await pool.launch(defaultLimits)];
    assert.ok(taken.length === 2 && taken.every((sandbox, index) => sandbox === births.born[index]));
    const third = await pool.launch(defaultLimits);
    assert.ok(!taken.includes(third));
  });

  it('refills behind the runs, up to what was wanted', async () => {
    const { births, pool } = makePool({ least: 2, most: 4 });
    await pool.fill();
    await pool.launch(defaultLimits);
    assert.equal(pool.size, 1);
    await pass(5);
    assert.equal(pool.size, 2);
    assert.equal(births.born.length, 3);
  });

  it('refills behind a run that took long to be given its sandbox', async () => {
    const { births, pool } = makePool({ least: 2, most: 2 });
    await pool.fill();
    const taken = pool.launch(defaultLimits);
    mock.timers.tick(5); // the processors were busy: what is due comes before the turn in which one is taken
    await settleDown();
    assert.equal(await taken, births.born[0]);
    await pass(5);
    assert.equal(pool.size, 2);
  });

  it('grows by each run that finds nobody, up to the most, and shrinks when nobody has come for long', async () => {
    const { births, pool } = makePool({ least: 1, most: 3 });
    for (let number = 0; number < 6; number += 1) await pool.launch(defaultLimits);
    await pass(5);
    assert.equal(pool.size, 3);
    await pass(20_000);
    await pool.launch(defaultLimits);
    await pass(5);
    assert.equal(pool.size, 3);
    await pass(15_000);
    assert.equal(pool.size, 3, 'somebody came meanwhile');
    await pass(30_000);
    assert.equal(pool.size, 1);
    assert.equal(births.born.filter(({ kills }) => kills > 0).length, 2);
  });

  it('has no timer when nobody comes', async () => {
    const { births, pool } = makePool({ least: 1, most: 3 });
    await pool.fill();
    await pass(120_000);
    assert.deepEqual([pool.size, births.born.length], [1, 1]);
  });

  it('hands out none that has ended, or that nobody can speak with', async () => {
    const { births, pool } = makePool({ least: 2, most: 2 });
    await pool.fill();
    const [first, second] = births.born;
    first?.leave();
    second?.channel.close();
    await settleDown();
    assert.equal(pool.size, 0);
    assert.equal(second?.kills, 1);
    const taken = await pool.launch(defaultLimits);
    assert.ok(taken !== first && taken !== second);
  });

  it('ends no sandbox that it has handed out', async () => {
    const { births, pool } = makePool({ least: 1, most: 1 });
    await pool.fill();
    await pool.launch(defaultLimits);
    births.born[0]?.channel.close();
    await settleDown();
    await pool.close();
    assert.equal(births.born[0]?.kills, 0);
  });

  it('ends those that are no longer current, or that cannot be looked at, and hands out another', async () => {
    const { births, pool } = makePool({ least: 3, most: 3 });
    await pool.fill();
    const [stale, unknown, good] = births.born;
    assert.ok(stale !== undefined && unknown !== undefined);
    stale.current = false;
    unknown.isCurrent = () => Promise.reject(new Error('the workspace has gone'));
    assert.equal(await pool.launch(defaultLimits), good);
    assert.deepEqual([stale.kills, unknown.kills, good?.kills], [1, 1, 0]);
  });

  it('bears one for whoever wants other limits', async () => {
    const { births, pool } = makePool({ least: 1, most: 1 });
    await pool.fill();
    const taken = await pool.launch({ ...defaultLimits, pids: 7 });
    assert.equal(taken, births.born[1]);
    assert.equal(pool.size, 1);
  });

  it('tells whoever launches why there is none, and tries no more than that', async () => {
    const { births, pool } = makePool({ least: 2, most: 2 });
    births.failure = new Error('no room');
    await pool.fill();
    assert.equal(pool.size, 0);
    await assert.rejects(pool.launch(defaultLimits), /no room/);
    births.failure = null;
    await pass(5);
    assert.equal(pool.size, 2);
  });

  it('bears none when its template has gone, or when it was closed; closed, it ends all that wait', async () => {
    const { births, pool } = makePool({ least: 2, most: 2 });
    await pool.fill();
    await pool.close();
    assert.deepEqual(
      births.born.map(({ kills }) => kills),
      [1, 1],
    );
    await pool.fill();
    assert.equal(births.born.length, 2);
    const { births: others, pool: other } = makePool({ least: 2, most: 2 });
    others.isGone = true;
    await other.fill();
    assert.equal(others.born.length, 0);
  });
});
