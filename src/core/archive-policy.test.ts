// Proves: install.verified. What of an archive may become a file: names, kinds, modes, counts and sizes, one rule at a time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ArchiveEntry, ArchivePolicy } from './archive-policy.js';
import { PymcpError } from './errors.js';

const policy = (links: 'refuse' | 'leave-out' = 'refuse'): ArchivePolicy =>
  new ArchivePolicy({ mostEntries: 3, mostBytes: 100, links });
const entry = (path: string, more: Partial<ArchiveEntry> = {}): ArchiveEntry => ({
  ...{ path, kind: 'file', bytes: 1, mode: 0o644 },
  ...more,
});
const refuses = (one: ArchivePolicy, given: ArchiveEntry, why: RegExp): void => {
  assert.throws(
    () => one.judge(given),
    (error) =>
      error instanceof PymcpError && error.code === 'install.archive-refused' && why.test(error.message),
  );
};

describe('the policy of archives', () => {
  it('admits plain files and folders, with a mode of ours', () => {
    const one = policy();
    assert.deepEqual(one.judge(entry('a/', { kind: 'directory', bytes: 0 })), { kind: 'folder', path: 'a' });
    const made = { kind: 'file', path: 'a/b', isExecutable: true, bytes: 1 };
    assert.deepEqual(one.judge(entry('a/b', { mode: 0o700 })), made);
    assert.deepEqual([one.entries, one.bytes], [2, 1]);
  });

  it('counts before it looks', () => {
    const one = policy();
    for (const path of ['a', 'b', 'c']) one.judge(entry(path));
    refuses(one, entry('d'), /one more than the 3 entries/);
    refuses(policy(), entry('a', { bytes: 101 }), /above the 100 bytes/);
    for (const bytes of [-1, NaN, Infinity, 0.5, 2 ** 60])
      refuses(policy(), entry('a', { bytes }), /has no size/);
  });

  it('refuses every kind but files and folders', () => {
    for (const kind of ['symlink', 'link', 'fifo', 'character-device', 'block-device', '', '__proto__'])
      refuses(policy(), entry('a', { kind }), /is a /);
    for (const kind of ['fifo', 'character-device'])
      refuses(policy('leave-out'), entry('a', { kind }), /is a /);
  });

  it('leaves links out where it is told to, and lets nothing of them count as made', () => {
    const one = policy('leave-out');
    assert.deepEqual(one.judge(entry('a', { kind: 'symlink' })), { kind: 'left-out' });
    assert.equal(one.judge(entry('a')).kind, 'file');
    refuses(policy('leave-out'), entry('../a', { kind: 'symlink' }), /part that is/);
  });

  it('refuses names that a file system might take for one', () => {
    const twins = [
      ['a', 'A'],
      ['stra\u00dfe', 'STRA\u1e9eE'],
      ['\u00e9', 'e\u0301'],
      ['\ufb01le', 'file'],
      ['\u212a', 'k'],
      ['a/b', 'A/c'],
      ['a', 'a/b'],
      ['a/b', 'a'],
    ] as const;
    for (const [first, second] of twins) {
      const one = policy();
      one.judge(entry(first));
      refuses(one, entry(second), /takes the name of/);
    }
  });

  it('refuses special bits and names that are no UTF-8', () => {
    for (const mode of [0o4755, 0o2755, 0o1755]) refuses(policy(), entry('a', { mode }), /bit$/);
    refuses(policy(), entry('a\uFFFD'), /no UTF-8/);
  });
});
