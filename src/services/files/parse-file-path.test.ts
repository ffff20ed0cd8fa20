import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { parseFilePath, refuseMisleading } from './parse-file-path.js';

const host = '/home/me/project';
const isRefused = (error: unknown): boolean => error instanceof PymcpError && error.code === 'files.refused';

describe('parseFilePath', () => {
  it('takes relative paths, those below /workspace and those below the place on this machine', () => {
    const same = ['a/b', './a//b', 'a/./b/', '/workspace/a/b', `${host}/a/b`, 'x/../a/b'];
    for (const path of same) assert.equal(parseFilePath(path, host), 'a/b', path);
    for (const path of ['', '.', '/workspace', '/workspace/', host])
      assert.equal(parseFilePath(path, host), '');
  });

  it('refuses what leads out, and what is no path', () => {
    const out = [
      '..',
      'a/../..',
      '/etc',
      '/workspace/..',
      '/workspacex/a',
      `${host}x`,
      `${host}/..`,
      '~/a',
      'file:///a',
    ];
    for (const path of [...out, 'a\0', '\ud800', 'x'.repeat(256), 'a/'.repeat(3000)])
      assert.throws(() => parseFilePath(path, host), isRefused, path.slice(0, 40));
  });
});

describe('refuseMisleading', () => {
  it('refuses new names that nobody could tell from others', () => {
    for (const path of ['a\n', 'a\u202eb', '\ufeffa', 'a\u0007'])
      assert.throws(() => {
        refuseMisleading(path);
      }, isRefused);
    refuseMisleading('é/тест ü.txt');
  });
});
