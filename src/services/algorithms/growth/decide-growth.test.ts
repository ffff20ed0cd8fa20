import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideGrowth as decide, type Growth } from './decide-growth.js';
import type { Point } from './rank-classes.js';

const geometric = Array.from({ length: 22 }, (_, at) => Math.round(4 * 1.5 ** at));
const counting = Array.from({ length: 14 }, (_, at) => at + 1);

function of(sizes: readonly number[], cost: (n: number) => number): readonly Point[] {
  return sizes.map((n) => ({ sizes: [n], cost: cost(n) }));
}

function grid(cost: (n: number, m: number) => number): readonly Point[] {
  const axis = [20, 40, 80, 160, 320];
  return axis.flatMap((n) => axis.map((m) => ({ sizes: [n, m], cost: cost(n, m) })));
}

function decideGrowth(
  counts: readonly Point[],
  times: readonly Point[],
  elements: readonly Point[] = [],
  fresh = false,
): Growth {
  return decide({ counts, elements, times, fresh });
}

function classOf(growth: Growth): string {
  return growth.kind === 'found' ? growth.verdict.growth.growth.name : growth.why;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

describe('a verdict of counts', () => {
  const laws: readonly (readonly [string, readonly number[], (n: number) => number])[] = [
    ['1', geometric, () => 12],
    ['log n', geometric, (n) => 9 + 14 * Math.ceil(Math.log2(n))],
    ['sqrt n', geometric, (n) => 7 + 9 * Math.floor(Math.sqrt(n))],
    ['n', geometric, (n) => 11 + 7 * n],
    ['n log n', geometric, (n) => 20 + 6 * n * Math.log2(n) + 9 * n],
    ['n^2', geometric, (n) => 5 + 8 * n + 3 * n ** 2],
    ['n^3', geometric, (n) => 5 + 6 * n ** 2 + 2 * n ** 3],
    ['2^n', counting, (n) => 3 + 5 * 1.618 ** n],
    ['2^n', counting, (n) => 4 + 2 ** n],
    ['n!', counting, (n) => 9 + 3 * factorial(n)],
  ];
  for (const [name, sizes, cost] of laws)
    it(`is O(${name}) where lower terms stand beside it`, () => {
      const counts = of(sizes, cost);
      assert.equal(classOf(decideGrowth(counts, counts)), name);
    });

  const laws2: readonly (readonly [string, (n: number, m: number) => number])[] = [
    ['n', (n) => 3 + 5 * n],
    ['m', (_, m) => 3 + 5 * m],
    ['n+m', (n, m) => 4 + 9 * n + 2 * m],
    ['n*m', (n, m) => 6 + 3 * n * m + 2 * m],
    ['m log n', (n, m) => 6 + 3 * m * Math.log2(n)],
  ];
  for (const [name, cost] of laws2)
    it(`is O(${name}) of two sizes`, () => {
      const counts = grid(cost);
      assert.equal(classOf(decideGrowth(counts, counts)), name);
    });
});

describe('counts and time together', () => {
  const steady = (n: number): number => 7 + 0 * n;

  it('is by time where C does what grows', () => {
    const growth = decideGrowth(
      of(geometric, steady),
      of(geometric, (n) => 80 + 4 * n),
    );
    assert.ok(growth.kind === 'found');
    assert.equal(growth.verdict.by, 'time');
    assert.equal(growth.verdict.growth.growth.name, 'n');
    assert.equal(growth.verdict.steps?.growth.name, '1');
  });

  it('is by counts where time is only noisy', () => {
    const noise = [0.9, 1.2, 1, 1.3, 0.95];
    const times = geometric.map((n, at) => ({ sizes: [n], cost: 40 * n * (noise[at % noise.length] ?? 1) }));
    const growth = decideGrowth(
      of(geometric, (n) => 5 * n),
      times,
    );
    assert.ok(growth.kind === 'found');
    assert.equal(growth.verdict.by, 'counts');
    assert.equal(growth.verdict.growth.growth.name, 'n');
  });

  it('takes a jump where the cache ends for no growth', () => {
    const times = of(geometric, (n) => (n > 6_000 ? 2.6 : 1) * (60 + 3 * n));
    assert.equal(classOf(decideGrowth(of(geometric, steady), times)), 'n');
  });

  it('is by what is done to the values where C does that', () => {
    const compared = of(geometric, (n) => 30 + 4 * n * Math.log2(n));
    const growth = decideGrowth(
      of(geometric, steady),
      of(geometric, (n) => 90 + 9 * n ** 1.05),
      compared,
    );
    assert.equal(classOf(growth), 'n log n');
    assert.equal(growth.kind === 'found' && growth.verdict.by, 'counts');
  });

  it('is no O(n log n) where nothing is done to the values', () => {
    const slower = of(geometric, (n) => 90 + 3 * n * Math.log2(n));
    assert.equal(classOf(decideGrowth(of(geometric, steady), slower)), 'n log n');
    assert.equal(classOf(decideGrowth(of(geometric, steady), slower, of(geometric, steady))), 'n');
  });

  it('takes a jump at one place for no hidden cost', () => {
    const sizes = geometric.filter((n) => n < 2_000);
    const times = of(sizes, (n) => (n > 100 ? 3.7 : 1) * (20 + 28 * n));
    const growth = decideGrowth(
      of(sizes, (n) => 7 + 15 * n),
      times,
    );
    assert.equal(classOf(growth), 'n');
    assert.equal(growth.kind === 'found' && growth.verdict.by, 'counts');
  });

  it('sees a square that C does below steps of another class', () => {
    const counts = of(
      geometric.filter((n) => n < 1_000),
      (n) => 30 + 20 * n * Math.log2(n) + 20 * n,
    );
    const times = of(geometric, (n) => 80 + 60 * n * Math.log2(n) + 0.4 * n ** 2);
    assert.equal(classOf(decideGrowth(counts, times)), 'n^2');
  });

  it('takes it for no cost that arguments nobody had used come from memory', () => {
    const cold = of(geometric, (n) => 40 + 0.004 * n);
    assert.equal(classOf(decideGrowth(of(geometric, steady), cold, [], true)), '1');
    const moved = of(geometric, (n) => 40 + 0.7 * n);
    assert.equal(classOf(decideGrowth(of(geometric, steady), moved, [], true)), 'n');
  });

  it('sees a logarithm of time where nothing is counted', () => {
    const times = of(geometric, (n) => 30 + 40 * Math.log2(n));
    assert.equal(classOf(decideGrowth(of(geometric, steady), times)), 'log n');
  });

  it('takes waiting for memory for no square', () => {
    const sizes = Array.from({ length: 30 }, (_, at) => Math.round(4 * 1.5 ** at));
    const wait = (n: number): number => (n < 90_000 ? 1 : n < 300_000 ? (n / 90_000) ** 1.9 : 10);
    const times = of(sizes, (n) => 28 + 0.009 * n * wait(n));
    const growth = decideGrowth(of(sizes, steady), times);
    assert.ok(['n', 'n log n'].includes(classOf(growth)) || growth.kind === 'cannot tell', classOf(growth));
    const square = of(sizes.slice(0, 16), (n) => 200 + 9 * n ** 2);
    assert.equal(classOf(decideGrowth(of(sizes.slice(0, 16), steady), square)), 'n^2');
  });

  it('cannot tell of what C does where there are no times', () => {
    const compared = of([4, 9, 30, 99], (n) => 5 * n);
    assert.equal(decideGrowth(of(geometric, steady), [], compared).kind, 'cannot tell');
  });

  it('cannot tell where time hides a cost of no class', () => {
    const times = of(geometric, (n) => 90 * n ** 0.48 * (Math.log2(n) % 2 < 1 ? 1 : 2.4));
    const growth = decideGrowth(of(geometric, steady), times);
    assert.equal(growth.kind, 'cannot tell', classOf(growth));
  });

  it('cannot tell of a few sizes', () => {
    const few = of([1, 2, 3], (n) => n);
    assert.equal(decideGrowth(few, few).kind, 'cannot tell');
  });

  it('cannot tell of costs that jump about', () => {
    const wild = geometric.map((n, at) => ({ sizes: [n], cost: at % 2 === 0 ? 100 : 100_000 }));
    assert.equal(decideGrowth(wild, wild).kind, 'cannot tell');
  });
});
