import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackOn, findingOf, groundOf, resultFor } from './judged.test-support.js';
import { renderHtml } from './render-html.js';
import { tallyPromises } from './tally-promises.js';

const attack = attackOn('jail.kernel', 'one', ['seccomp']);
const evil = '<script>alert(1)</script>\u001b[2J&"\'';
const report = {
  version: '0.1.0',
  machine: {
    platform: 'linux',
    architecture: 'x64',
    kernel: '6.1.0',
    distribution: 'Debian',
    node: '20',
    memoryBytes: 1,
    isWsl: false,
    isContainer: false,
  },
  backend: 'bubblewrap',
  user: 'an ordinary user',
  startedMs: 0,
  tookMs: 61_000,
  rows: tallyPromises([attack], [resultFor(attack, evil)], groundOf([findingOf('seccomp')])),
  comparison: [{ name: attack.name, plainPython: 'broke', oneBubblewrap: null }],
} as const;

describe('the report', () => {
  const html = renderHtml(report);

  it('needs nothing else: no script, no address, no picture', () => {
    assert.doesNotMatch(html, /<script|<img|<link|https?:|src=|url\(/);
    assert.match(html, /default-src 'none'/);
  });

  it('shows what an attack has printed as text', () => {
    assert.match(html, /&#60;script&#62;alert\(1\)&#60;\/script&#62;·\[2J&#38;&#34;&#39;/);
  });

  it('has the attack, its verdict, what stops it, and the columns side by side', () => {
    for (const part of [
      'kernel/one',
      '0 of 1 attacks held',
      '>broke<',
      'the seccomp filter',
      'not installed',
      'one bwrap',
    ])
      assert.ok(html.includes(part), part);
  });
});
