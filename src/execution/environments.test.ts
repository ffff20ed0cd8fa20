import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { parseEnvironmentName } from '../core/names.js';
import { findEnvironment } from './environments.js';

describe('findEnvironment', () => {
  it('knows the Python of the system', () => {
    const { interpreter, preload } = findEnvironment(parseEnvironmentName('python'));
    assert.match(interpreter, /^\//);
    assert.deepEqual(preload, []);
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
