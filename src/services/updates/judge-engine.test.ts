import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeEngine } from './judge-engine.js';

const runsc = {
  name: 'runsc',
  state: 'found',
  path: '/usr/bin/runsc',
  version: '0.0~20221219.0',
  flaws: null,
} as const;
const ofDebian = {
  name: 'runsc',
  version: '0.0~20221219.0-1',
  candidate: '0.0~20221219.0-1',
  changelog: null,
};

describe('a program of another backend', () => {
  it('of a package for which nothing waits is worth a note', () => {
    const { state, detail, fix } = judgeEngine(runsc, ofDebian);
    assert.deepEqual([state, fix], ['note', null]);
    assert.match(detail, /package 0\.0~20221219\.0-1/);
  });

  it('is outdated where a newer package waits, with the command', () => {
    const { state, fix } = judgeEngine(runsc, { ...ofDebian, candidate: '0.0~20221219.0-1+deb12u1' });
    assert.equal(state, 'outdated');
    assert.match(fix ?? '', /runsc/);
  });

  it('of no package cannot be told', () => {
    const { state, fix } = judgeEngine(runsc, null);
    assert.equal(state, 'unknown');
    assert.notEqual(fix, null);
  });
});
