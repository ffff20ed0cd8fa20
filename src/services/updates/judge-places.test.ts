import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListedComponent } from '../install/list-components.js';
import { judgeBaseImage, parseContainerfile } from './judge-base-image.js';
import { judgeComponents } from './judge-components.js';
import { judgeSystem, parseOsRelease } from './judge-system.js';
import { toVerdict } from './update-check.js';

const today = '2026-11-26';
const digest = `sha256:${'a'.repeat(64)}`;
const image = 'docker.io/library/node:24-bookworm-slim';
const base = { image, source: 'x', read: '2026-11-20', digest, pushed: '2026-11-10' };

describe('the base image', () => {
  const judge = (text: string, changes: Partial<typeof base> | object = {}): string =>
    judgeBaseImage(
      { kind: 'checkout', reference: parseContainerfile(text) },
      { kind: 'read', value: { ...base, ...changes } },
      today,
    ).state;
  const pinned = `FROM x\nARG BASE_IMAGE=${image}@${digest}\n`;

  it('is current by its digest and its age, outdated by either', () => {
    assert.equal(judge(pinned), 'current');
    assert.equal(judge(pinned, { pushed: '2026-01-01' }), 'outdated');
    assert.equal(judge(pinned, { digest: `sha256:${'b'.repeat(64)}` }), 'outdated');
  });

  it('cannot be told where it is not pinned, not named, another, never or long ago looked up, or of the future', () => {
    for (const text of [
      '',
      `ARG BASE_IMAGE=${image}`,
      `ARG BASE_IMAGE=docker.io/library/debian:12@${digest}`,
    ])
      assert.equal(judge(text), 'unknown', text);
    for (const changes of [
      { digest: null, pushed: null, read: null },
      { read: '2026-09-01' },
      { pushed: '2027-01-01' },
    ])
      assert.equal(judge(pinned, changes), 'unknown');
  });

  it('is none elsewhere, and in the image that of its data', () => {
    const data = { kind: 'read', value: base } as const;
    assert.equal(judgeBaseImage({ kind: 'elsewhere' }, data, today).state, 'note');
    assert.equal(judgeBaseImage({ kind: 'inside' }, data, today).state, 'current');
    const never = { kind: 'read', value: { ...base, digest: null, pushed: null, read: null } } as const;
    assert.equal(judgeBaseImage({ kind: 'inside' }, never, today).state, 'unknown');
  });
});

describe('the system', () => {
  const line = { line: '12', from: '2023-06-10', until: '2026-07-11', longTermUntil: '2028-06-30' };
  const part = { source: 'x', read: '2025-10-18', lines: [line] };
  const judge = (text: string, day: string): string =>
    judgeSystem(parseOsRelease(text), { kind: 'read', value: { debian: part, ubuntu: part } }, day).state;

  it('is judged by its release, and not guessed', () => {
    const debian = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
    assert.equal(judge(debian, '2026-01-01'), 'current');
    assert.equal(judge(debian, today), 'note');
    assert.equal(judge(debian, '2028-07-01'), 'outdated');
    for (const text of ['', 'ID=fedora\nVERSION_ID=44\n', 'ID=debian\n', 'ID=debian\nVERSION_ID="99"\n'])
      assert.equal(judge(text, today), 'unknown', text);
  });
});

describe('components', () => {
  const made = (state: ListedComponent['state']): ListedComponent => ({
    ...{ name: 'made', version: '2.0', kind: 'engine', state, bytes: 1, sha256: null, licence: 'MIT' },
    ...{ summary: 'x', url: null, advisories: 'https://example.org/', main: null },
  });
  const old = { folder: '/components/sha256-x', name: 'made', version: '1.0' };
  const judge = (state: ListedComponent['state'], before: readonly (typeof old)[]): string[] =>
    judgeComponents([made(state)], before).map((check) => `${check.state} ${check.fix ?? ''}`);

  it('are judged by the manifest', () => {
    assert.deepEqual(judge('installed', []), ['current ']);
    assert.deepEqual(judge('available', []), []);
    assert.deepEqual(judge('unpinned', []), ['note ']);
    assert.deepEqual(judge('available', [old]), [
      'outdated pymcp install made\nrm -r "/components/sha256-x"',
    ]);
    assert.deepEqual(judge('installed', [old]), ['outdated rm -r "/components/sha256-x"']);
    assert.equal(judgeComponents([], [old])[0]?.state, 'outdated');
  });
});

describe('the verdict', () => {
  const check = (state: 'current' | 'outdated' | 'unknown' | 'note') => ({
    name: 'x',
    state,
    detail: '',
    fix: null,
  });
  it('is outdated before it is unknown, and notes do not count', () => {
    assert.equal(toVerdict([check('current'), check('note')]), 'current');
    assert.equal(toVerdict([check('unknown'), check('current')]), 'unknown');
    assert.equal(toVerdict([check('unknown'), check('outdated')]), 'outdated');
  });
});
