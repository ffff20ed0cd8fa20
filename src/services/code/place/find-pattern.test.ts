import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { findPattern } from './find-pattern.js';

const lines = ['import os', '', 'def one(x):', '    return os.path.join(x)', 'two = one(one)'];
const find = (pattern: string): string => {
  const { line, column } = findPattern('a.py', lines, pattern);
  return `${line}:${column}`;
};

describe('findPattern', () => {
  it('means what stands behind the marker, or the first name', () => {
    assert.equal(find('os.path.<|>join'), '4:20');
    assert.equal(find('  return'), '4:5');
    assert.equal(find('def <|>one(x):\n    return'), '3:5');
    assert.equal(find('one(one)<|>'), '5:15');
  });

  for (const [pattern, code, words] of [
    ['one', 'code.ambiguous', /a.py:3:5, a.py:5:7, a.py:5:11/],
    ['os.pathjoin', 'code.not-found', /read a.py first|lines with/],
    ['os.path.join(y)', 'code.not-found', /4: return os.path.join/],
    ['<|>a<|>', 'code.place-invalid', /before the name/],
    ['<|>', 'code.place-invalid', /before the name/],
  ] as const)
    it(`says what is there for ${JSON.stringify(pattern)}`, () => {
      assert.throws(
        () => find(pattern),
        (error) => error instanceof PymcpError && error.code === code && words.test(error.hint),
      );
    });
});
