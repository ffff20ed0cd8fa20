import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abilityNames, isAble, listAble, whyUnable } from './abilities.js';
import { needsOf } from './needs.js';

const plain = { interpreter: '/usr/bin/python3', preload: [], strict: false };
const workspace = { path: '/w', access: 'read-only' } as never;
const program = { executable: '/p', files: {} };

describe('what a policy needs', () => {
  it('is nothing for a plain run, and each thing that it names', () => {
    assert.deepEqual(needsOf(plain), []);
    assert.deepEqual(needsOf({ ...plain, workspace }), ['workspace']);
    assert.deepEqual(needsOf({ ...plain, network: { socketPath: '/s' } }), ['network']);
    const packages = { folder: '/f', content: '0' };
    assert.deepEqual(needsOf({ ...plain, packages }), ['packages']);
    assert.deepEqual(needsOf({ ...plain, workspace, program }), ['workspace', 'program']);
  });
});

describe('what backends can', () => {
  it('is everything for bubblewrap, which is the strongest', () => {
    assert.equal(listAble(abilityNames)[0], 'bubblewrap');
  });

  it('is said with the reason where it is not', () => {
    assert.match(whyUnable('contained', 'workspace') ?? '', /masked/);
    assert.equal(isAble('contained', 'corpus'), false);
  });
});
