import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { whyNotContained } from './contained-path.js';
import { PymcpError } from './errors.js';
import { exchangeLimits, type InputFile } from './exchanged-file.js';
import { parseInputFiles } from './parse-input-files.js';

const { inputFiles, inputBytes } = exchangeLimits;
const program = 'main.py';

const fileOf = (path: string, bytes = 1): InputFile => ({ path, bytes: Buffer.alloc(bytes) });

/** The message of the refusal, or null. */
function refusal(files: readonly InputFile[]): string | null {
  try {
    assert.equal(parseInputFiles(files, program), files);
    return null;
  } catch (error) {
    assert.ok(error instanceof PymcpError);
    assert.equal(error.code, 'input.file-invalid');
    assert.equal(error.exitCode, 2);
    assert.notEqual(error.hint, '');
    return error.message;
  }
}

describe('parseInputFiles', () => {
  it('takes files in folders, empty files and no file', () => {
    assert.equal(refusal([]), null);
    assert.equal(refusal([fileOf('a.csv', 0), fileOf('data/a.csv'), fileOf('data/b/a.csv')]), null);
  });

  it('refuses a path that leads elsewhere and says which (path.contained)', () => {
    for (const path of ['', '..', '../x', '/etc/passwd', 'a/../b', 'a\\b', 'a\nb', 'a\0'])
      assert.ok(refusal([fileOf('fine'), fileOf(path)])?.includes(JSON.stringify(path)), path);
    assert.ok((refusal([fileOf('x'.repeat(100_000))]) ?? '').length < 300);
  });

  it('refuses the name of the program', () => {
    assert.match(refusal([fileOf('main.py')]) ?? '', /taken/);
    assert.match(refusal([fileOf('main.py/x')]) ?? '', /below/);
    assert.equal(refusal([fileOf('data/main.py')]), null);
  });

  it('refuses a path twice, and one that is a folder of another, in whichever order', () => {
    assert.match(refusal([fileOf('a'), fileOf('a')]) ?? '', /taken/);
    assert.match(refusal([fileOf('a/b'), fileOf('a/b')]) ?? '', /taken/);
    assert.match(refusal([fileOf('a'), fileOf('a/b/c')]) ?? '', /below/);
    assert.match(refusal([fileOf('a/b/c'), fileOf('a/b')]) ?? '', /below/);
    assert.equal(refusal([fileOf('a/b'), fileOf('ab'), fileOf('a/bc')]), null);
  });

  it('counts files and bytes, and takes exactly as many as it says', () => {
    const many = (count: number): InputFile[] =>
      Array.from({ length: count }, (_, index) => fileOf(`f${index}`));
    assert.equal(refusal(many(inputFiles)), null);
    assert.match(refusal(many(inputFiles + 1)) ?? '', /files/);
    const half = inputBytes / 2;
    assert.equal(refusal([fileOf('a', inputBytes)]), null);
    assert.match(refusal([fileOf('a', inputBytes + 1)]) ?? '', /the file "a" has \d+ bytes/);
    assert.equal(refusal([fileOf('a', half), fileOf('b', half)]), null);
    assert.match(refusal([fileOf('a', half), fileOf('b', half), fileOf('c')]) ?? '', /together/);
  });

  it('accepts only sets of files that a folder can hold, for any paths', () => {
    const part = fc.constantFrom('a', 'b', '..', '.', '', 'main.py');
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 6 }), (paths) => {
        const all = [program, ...paths];
        const canStand = all.every(
          (one, index) =>
            whyNotContained(one) === null &&
            !all.some((other, place) => place !== index && (other === one || one.startsWith(`${other}/`))),
        );
        assert.equal(refusal(paths.map((one) => fileOf(one))) === null, canStand, JSON.stringify(paths));
      }),
    );
  });
});
