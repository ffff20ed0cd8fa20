import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WorkspaceAccess } from '../../core/workspace.js';
import { planCovers, type ProtectedPlace } from './plan-covers.js';

function plan(
  access: WorkspaceAccess,
  masked: readonly string[],
  readOnly: readonly string[] = [],
): string[] {
  const places: ProtectedPlace[] = [
    ...readOnly.map((path) => ({ path, cover: 'read-only' as const })),
    ...masked.map((path) => ({ path, cover: 'masked' as const })),
  ];
  return planCovers(places, access).map(({ path, cover }) => `${cover} ${path}`);
}

describe('planCovers', () => {
  it('masks each place once, and nothing below what is masked', () => {
    assert.deepEqual(plan('read-only', ['.ssh/id', '.ssh', '.env', '.env', '.ssh-old']), [
      'masked .env',
      'masked .ssh',
      'masked .ssh-old',
    ]);
  });

  it('makes nothing read-only in a workspace that is', () => {
    assert.deepEqual(plan('read-only', ['.git/.env'], ['.git']), ['masked .git/.env']);
  });

  it('covers folders before what is in them', () => {
    assert.deepEqual(plan('writable', ['.git/.env'], ['.git']), ['read-only .git', 'masked .git/.env']);
  });

  it('pins the folders above, so that they cannot be moved with what is in them', () => {
    assert.deepEqual(plan('writable', ['a/b/.env', 'a/c.pem'], ['d/.git']), [
      'pinned a',
      'pinned d',
      'pinned a/b',
      'masked a/c.pem',
      'read-only d/.git',
      'masked a/b/.env',
    ]);
  });

  it('pins nothing in what is read-only, where nothing can be moved', () => {
    assert.deepEqual(plan('writable', ['.git/a/b/.env'], ['.git']), [
      'read-only .git',
      'masked .git/a/b/.env',
    ]);
  });

  it('lets a mask win where both hold', () => {
    assert.deepEqual(plan('writable', ['x'], ['x', 'x/.git']), ['masked x']);
  });

  it('has nothing to do where nothing is protected', () => {
    assert.deepEqual(plan('writable', []), []);
  });
});
