// secret.unseen: a secret comes under its own name, unless that name leads something.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFreeVariable, isGuestVariable } from './guest-variable.js';

describe('a variable of a run', () => {
  it('has a plain name that leads neither interpreter, loader nor jail', () => {
    for (const name of ['GH_PAT', 'A', 'PATHS', 'HTTP_PROXY', 'SSL_CERT_FILE'])
      assert.ok(isGuestVariable(name), name);
    for (const name of [
      '',
      'a',
      '1A',
      'A=B',
      'A\n',
      'PATH',
      'HOME',
      'LD_PRELOAD',
      'PYTHONPATH',
      'A'.repeat(129),
    ])
      assert.ok(!isGuestVariable(name), JSON.stringify(name));
  });

  it('of somebody else is none of those that we set', () => {
    assert.ok(isFreeVariable('GH_PAT'));
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'PATH'])
      assert.ok(!isFreeVariable(name), name);
  });
});
