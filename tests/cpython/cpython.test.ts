// CPython's own tests end inside as they end outside, but for what is published: here those modules that take seconds;
// `make python-tests` runs all of them, as an ordinary user too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { comparedModules } from './modules.js';
import { complaintsOf, type Published, readPublished } from './published.js';
import { renderCpython } from './render-cpython.js';
import { openInside } from './run-inside.js';
import { runModule, type Side } from './run-module.js';
import { toOutside } from './run-outside.js';
import type { EndedTests, TestEnd } from './test-end.js';
import { findTestSuite } from './test-suite.js';

describe("CPython's own tests", () => {
  const suite = findTestSuite();
  let inside: { readonly side: Side; readonly close: () => Promise<void> } | null = null;

  before(async () => {
    if (suite !== null) inside = await openInside(suite);
  });

  after(async () => {
    await inside?.close();
  });

  for (const { name, parts } of comparedModules.filter(({ isQuick }) => isQuick))
    it(`end inside as outside, but for what is published: ${name}`, async () => {
      assert.ok(suite !== null && inside !== null, 'they are not here: make setup-python-tests');
      const [out, within] = await Promise.all([
        runModule(toOutside(suite), parts),
        runModule(inside.side, parts),
      ]);
      assert.deepEqual(complaintsOf(readPublished(), [name], out, within), []);
    });
});

describe('what is published', () => {
  const ends = (all: Readonly<Record<string, TestEnd>>): EndedTests =>
    new Map(Object.entries(all).map(([test, end]) => [test, { end, detail: 'why' }]));
  const published: Published = {
    python: '3',
    modules: { 'test.m': 2 },
    groups: [
      { reason: 'o', needs: 'more', tests: { 'test.m.A.two': 'ok → skip' } },
      { reason: 'r', tests: { 'test.m.A.one': 'ok → skip', 'test.other.B.x': 'ok → fail' } },
    ],
    unstable: [{ reason: 'u', ends: ['ok', 'fail'], tests: ['test.m.A.now'] }],
  };
  const complain = (out: EndedTests, within: EndedTests): string[] =>
    complaintsOf(published, ['test.m'], out, within);
  const outside = ends({ 'test.m.A.one': 'ok', 'test.m.A.two': 'ok', 'test.m.A.now': 'ok' });

  it('is all that may differ', () => {
    const fine = ends({ 'test.m.A.one': 'skip', 'test.m.A.two': 'ok', 'test.m.A.now': 'fail' });
    assert.deepEqual(complain(outside, fine), []);
    const less = ends({ 'test.m.A.one': 'skip', 'test.m.A.two': 'skip', 'test.m.A.now': 'ok' });
    assert.deepEqual(complain(outside, less), []);
  });

  it('says what differs beyond it, or in another way, or not at all', () => {
    const wrong = {
      'test.m.A.none: not run → ok, not published (why)': {
        'test.m.A.none': 'ok',
        'test.m.A.one': 'skip',
        'test.m.A.two': 'ok',
        'test.m.A.now': 'ok',
      },
      'test.m.A.two: ok → fail, published as ok → skip (why)': {
        'test.m.A.one': 'skip',
        'test.m.A.two': 'fail',
        'test.m.A.now': 'ok',
      },
      'test.m.A.two: ok → not run, published as ok → skip (why)': {
        'test.m.A.one': 'skip',
        'test.m.A.now': 'ok',
      },
      'test.m.A.one: ok → lost, published as ok → skip (why)': {
        'test.m.A.one': 'lost',
        'test.m.A.two': 'ok',
        'test.m.A.now': 'ok',
      },
      'test.m.A.one: published, and the same on both sides': {
        'test.m.A.one': 'ok',
        'test.m.A.two': 'ok',
        'test.m.A.now': 'ok',
      },
      'test.m.A.now: lost, published as unstable between ok and fail': {
        'test.m.A.one': 'skip',
        'test.m.A.two': 'ok',
        'test.m.A.now': 'lost',
      },
    } as const;
    for (const [complaint, inside] of Object.entries(wrong))
      assert.deepEqual(complain(outside, ends(inside)), [complaint]);
  });

  it('says that a module has fewer tests than it had', () => {
    const few = ends({ 'test.m.A.one': 'ok' });
    assert.match(
      complain(few, ends({ 'test.m.A.one': 'skip' })).join('\n'),
      /^test\.m: 1 tests, 2 published$/,
    );
  });

  it('is what docs/cpython.md has', () => {
    assert.equal(readFileSync('docs/cpython.md', 'utf8'), renderCpython(readPublished()));
  });
});
