import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAllowedPackages, readPackageName, readSpecifiers, renderAllowed } from './allowed-packages.js';

const parsed = (text: string): string[] => parseAllowedPackages(text).map(renderAllowed);

describe('the list of allowed packages', () => {
  it('knows one package by all its spellings', () => {
    for (const text of ['My_Pkg', 'my-pkg', 'my.pkg', 'MY-._pkg'])
      assert.equal(readPackageName(text), 'my-pkg');
    for (const text of ['', '-a', 'a-', 'a b', 'a/b', 'ä', 'a\n', '__proto__', 'x'.repeat(129)])
      assert.equal(readPackageName(text), null, text);
  });

  it('has names with commas or spaces between, each with what its version may be', () => {
    assert.deepEqual(parsed(''), []);
    assert.deepEqual(parsed(' , '), []);
    assert.deepEqual(parsed('numpy'), ['numpy']);
    assert.deepEqual(parsed('NumPy>=1.26,<3,pandas  six == 1.*\nattrs'), [
      'numpy>=1.26,<3',
      'pandas',
      'six==1.*',
      'attrs',
    ]);
    assert.deepEqual(parsed('a >= 1.0 , != 1.5 , b'), ['a>=1.0,!=1.5', 'b']);
    assert.deepEqual(parsed(parsed('a~=2.0, b').join(',')), ['a~=2.0', 'b']);
  });

  it('takes the specifiers of PEP 440 and nothing else', () => {
    for (const text of ['>=1', '==1.*', '~=2.2', '!=1!2.0.post1', '<3.0a1.dev2', '==1.0+local.7', '===1.0'])
      assert.equal(readSpecifiers(text), text);
    for (const text of ['1', '=1', '>=', '>=x', '>1;os', '@ file:///x', '>=1,', `>=1${'.1'.repeat(200)}`])
      assert.equal(readSpecifiers(text), null, text);
  });

  it('is refused with what is wrong with it', () => {
    for (const text of [
      'a[b]',
      'a @ https://x.example/a.whl',
      'a;b',
      '-r file',
      'a==',
      'a>=1;python_version<"3"',
    ])
      assert.throws(() => parseAllowedPackages(text), { code: 'input.name-invalid' }, text);
    assert.throws(() => parseAllowedPackages('my-pkg, My_Pkg>=1'), /names my-pkg twice/);
    assert.throws(() => parseAllowedPackages('x '.repeat(300)), /more than 256|twice/);
  });
});
