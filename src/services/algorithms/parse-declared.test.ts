import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDeclared } from './parse-declared.js';

describe('a declared bound', () => {
  const written: Readonly<Record<string, string | null>> = {
    '1': '1',
    'log n': 'log n',
    'log(N)': 'log n',
    '√n': 'sqrt n',
    'sqrt(n)': 'sqrt n',
    n: 'n',
    'n log n': 'n log n',
    'n * log2(n)': 'n log n',
    'n**2': 'n^2',
    'n²': 'n^2',
    '1.618^n': '2^n',
    '2ⁿ': '2^n',
    'n!': 'n!',
    'V + E': 'n+m',
    'm n': 'n*m',
    'm log n': 'm log n',
    'w h': null,
    'n^2.81': null,
  };
  for (const [text, name] of Object.entries(written))
    it(`O(${text}) is ${name ?? 'none of the classes'}`, () => {
      assert.equal(parseDeclared(text), name);
    });

  it('is nothing where nothing was declared', () => {
    assert.equal(parseDeclared(null), null);
  });
});
