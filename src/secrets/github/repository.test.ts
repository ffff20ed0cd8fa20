// path and host of a git remote: what is meant, and nothing that only looks like it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRemote } from './repository.js';

describe('parseRemote', () => {
  it('knows the ways in which git writes an address', () => {
    for (const address of [
      'git@github.com:octo/hello.git',
      'git@github.com:octo/hello',
      'github.com:octo/hello.git',
      'ssh://git@github.com/octo/hello.git',
      'ssh://git@github.com:22/octo/hello',
      'https://github.com/octo/hello.git',
      'https://github.com/octo/hello/',
      'http://GitHub.com/octo/hello',
      'https://user@github.com/octo/hello',
      ['https://user', 'pass@github.com/octo/hello.git'].join(':'),
      'git://github.com/octo/hello.git',
    ])
      // prettier-ignore
      assert.deepEqual(parseRemote(address, 'github.com'), { owner: 'octo', name: 'hello' }, address);
    assert.deepEqual(parseRemote('git@github.com:octo/hello.world.git', 'github.com'), {
      owner: 'octo',
      name: 'hello.world',
    });
  });

  it('takes no other host for it', () => {
    for (const address of [
      'git@github.com.evil.example:octo/hello.git',
      'https://evil.example/github.com/octo/hello',
      'https://github.com@evil.example/octo/hello',
      'https://evil.example/octo/hello?github.com',
      'git@gitlab.com:octo/hello.git',
      '/srv/github.com/octo/hello',
      '../octo/hello',
      'https://github.com/octo',
      'https://github.com/octo/hello/more',
      'git@github.com:octo/../hello',
      'https://github.com/-x/y',
      '',
      'https://github.com/octo/he llo',
      'ext::sh -c id',
      'https://github.com:443@evil.example/octo/hello',
    ])
      // prettier-ignore
      assert.equal(parseRemote(address, 'github.com'), null, address);
  });
});
