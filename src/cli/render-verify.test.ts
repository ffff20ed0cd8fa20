import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackOn, findingOf, groundOf, resultFor } from '../verify/judged.test-support.js';
import { tallyPromises } from '../verify/tally-promises.js';
import { renderComparison, renderVerify, toLine } from './render-verify.js';

const kernel = attackOn('jail.kernel', 'one', ['seccomp']);
const memory = attackOn('limit.memory', 'two', ['watchdog']);
const watched = findingOf('memory', {
  state: 'degraded',
  level: 'watched',
  detail: 'no group',
  fix: 'delegate one',
});

describe('the table of verify', () => {
  it('has a row for each promise, what was not held, and what is missing with its fix', () => {
    const rows = tallyPromises(
      [kernel, memory],
      [resultFor(kernel, 'BROKE: a\u001b[2J'), resultFor(memory)],
      groundOf([watched]),
    );
    assert.equal(
      renderVerify(rows, false),
      `jail.kernel   NOT HELD      0 of 1 attacks held
    broke: hostile/kernel/one.py: Tries one.
      BROKE: a·[2J
limit.memory  held, weakly  1 of 1 attacks held
    memory: no group
      fix: delegate one
`,
    );
  });

  it('is painted where it is asked for', () => {
    const rows = tallyPromises([kernel], [resultFor(kernel)], groundOf([]));
    assert.equal(renderVerify(rows, true), 'jail.kernel  \u001b[32mheld\u001b[0m  1 of 1 attacks held\n');
  });

  it('shows attacks side by side', () => {
    const rows = tallyPromises([kernel], [resultFor(kernel)], groundOf([]));
    const shown = renderComparison(
      [{ name: kernel.name, plainPython: 'broke', oneBubblewrap: 'held' }],
      rows,
    );
    assert.match(shown, /\nkernel\/one {2}BROKE {9}held {7}held\n$/);
  });

  it('lets no word of an attack reach the terminal as more than text', () => {
    assert.equal(toLine('a\u001b]0;x\u0007\n\u202eb'), 'a·]0;x··' + '·b');
  });
});
