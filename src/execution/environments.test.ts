import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { parseEnvironmentName } from '../core/names.js';
import { findEnvironment, listEnvironments } from './environments.js';

describe('findEnvironment', () => {
  it('knows the Python of the system', () => {
    const { interpreter, preload } = findEnvironment(parseEnvironmentName('python'));
    assert.match(interpreter, /^\//);
    assert.ok(preload.includes('json'));
  });

  it('requires of `data` what every Python has, and takes what is installed of the rest', () => {
    const { preload, optionalPreload } = findEnvironment(parseEnvironmentName('data'));
    assert.deepEqual(preload, findEnvironment(parseEnvironmentName('python')).preload);
    assert.deepEqual(optionalPreload, ['numpy', 'pandas', 'matplotlib.pyplot']);
  });

  it('can be listed, each with what is ready in it', () => {
    assert.deepEqual(
      listEnvironments().map(({ name }) => name),
      ['python', 'data'],
    );
    for (const { ready } of listEnvironments()) assert.notEqual(ready, '');
  });

  it('says which environments there are where one is unknown', () => {
    assert.throws(
      () => findEnvironment(parseEnvironmentName('nonesuch')),
      (error) =>
        error instanceof PymcpError &&
        error.code === 'environment.unknown' &&
        error.message.includes('nonesuch') &&
        error.hint.includes('python'),
    );
  });
});
