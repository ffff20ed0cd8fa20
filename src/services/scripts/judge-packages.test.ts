import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAllowedPackages } from '../../core/allowed-packages.js';
import { PymcpError } from '../../core/errors.js';
import { isAllowed, refuseUnlisted, refuseUnnamed } from './judge-packages.js';
import { type Dependency, readDependency } from './read-dependency.js';

const allowed = parseAllowedPackages('numpy>=1.26,<3, my-pkg');
const asked = (...texts: readonly string[]): readonly Dependency[] =>
  texts.flatMap((text) => {
    const read = readDependency(text);
    return read.kind === 'read' ? [read.dependency] : [];
  });
const hintOf = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PymcpError);
    assert.equal(error.code, 'script.not-allowed');
    return `${error.message} ${error.hint}`;
  }
  throw new Error('it was not refused');
};

describe('the packages of a script', () => {
  it('are those that the list names, by any spelling', () => {
    refuseUnnamed(asked('NumPy>=2', 'My.Pkg'), allowed);
    refuseUnnamed([], []);
    const said = hintOf(() => {
      refuseUnnamed(asked('numpy', 'evil', 'other', 'evil>=2'), allowed);
    });
    assert.match(said, /asks for evil, other by/);
    assert.ok(said.includes(`--script-packages 'numpy>=1.26,<3, my-pkg, evil, other'`), said);
    assert.ok(said.includes('"scripts": {"packages": ["numpy>=1.26,<3","my-pkg","evil","other"]}'), said);
    assert.match(
      hintOf(() => {
        refuseUnnamed(asked('numpy'), []);
      }),
      /--script-packages 'numpy'/,
    );
  });

  it('with what they need, at the versions that the list allows', () => {
    const numpy = (version: string): { name: string; version: string } => ({ name: 'numpy', version });
    refuseUnlisted([numpy('2.1.0'), { name: 'my-pkg', version: '0.1a1' }], allowed);
    assert.equal(isAllowed([numpy('1.26')], allowed), true);
    assert.equal(isAllowed([numpy('3.0')], allowed), false);
    assert.equal(isAllowed([{ name: 'other', version: '1' }], allowed), false);
    assert.match(
      hintOf(() => {
        refuseUnlisted([numpy('3.0')], allowed);
      }),
      /numpy 3\.0, and scripts\.packages allows numpy>=1\.26,<3 .*'my-pkg, numpy'/,
    );
    assert.match(
      hintOf(() => {
        refuseUnlisted([numpy('2.0'), { name: 'needed', version: '1' }], allowed);
      }),
      /comes to need needed/,
    );
  });
});
