import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEnvironmentName } from '../core/names.js';
import { findBuiltInEnvironment, listEnvironments } from './environments.js';

describe('the built-in environments', () => {
  it('knows the Python of the system', () => {
    const found = findBuiltInEnvironment(parseEnvironmentName('python'));
    assert.match(found?.interpreter ?? '', /^\//);
    assert.ok(found?.preload.includes('json'));
  });

  it('requires of `data` what every Python has, and takes what is installed of the rest', () => {
    const found = findBuiltInEnvironment(parseEnvironmentName('data'));
    assert.deepEqual(found?.preload, findBuiltInEnvironment(parseEnvironmentName('python'))?.preload);
    assert.deepEqual(found?.optionalPreload, ['numpy', 'pandas', 'matplotlib.pyplot']);
  });

  it('can be listed, each with what is ready in it', () => {
    assert.deepEqual(
      listEnvironments().map(({ name }) => name),
      ['python', 'data'],
    );
    for (const { ready } of listEnvironments()) assert.notEqual(ready, '');
  });

  it('are no others', () => {
    assert.equal(findBuiltInEnvironment(parseEnvironmentName('nonesuch')), null);
  });
});
