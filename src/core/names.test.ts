// Proves: name.valid. A name is the whole text or none, and never one that means something elsewhere.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PymcpError } from './errors.js';
import { parseEnvironmentName, parseServerName } from './names.js';

const isRefusal = (error: unknown): boolean =>
  error instanceof PymcpError && error.code === 'input.name-invalid' && error.exitCode === 2;

const isAccepted = (text: string): boolean => {
  try {
    assert.equal(parseEnvironmentName(text), text);
    return true;
  } catch (error) {
    assert.ok(isRefusal(error));
    return false;
  }
};

describe('parseEnvironmentName', () => {
  it('takes letters, digits and underscores', () => {
    for (const name of ['python', 'A', '_', '0', 'py_311', 'x'.repeat(64)]) assert.ok(isAccepted(name), name);
  });

  it('refuses everything else (name.valid)', () => {
    const odd = [
      '',
      'a b',
      'a-b',
      'a.b',
      '../a',
      'a/b',
      'a\0',
      '\0a',
      'a\n',
      '\na',
      'a\r\n',
      ' a',
      'a ',
      '$a',
      '%61',
    ];
    for (const name of odd) assert.ok(!isAccepted(name), JSON.stringify(name));
  });

  it('refuses letters and digits of other scripts', () => {
    for (const name of [
      'é',
      '\u0430',
      '\u0663',
      '\uff11',
      '\uff41',
      '\u017f',
      '\u212a',
      'a\u0301',
      'a\u200b',
      '\ufeffa',
    ]) {
      assert.ok(!isAccepted(name), name);
    }
  });

  it('refuses more than 64 characters without printing them all', () => {
    assert.ok(!isAccepted('x'.repeat(65)));
    assert.throws(
      () => parseEnvironmentName('x'.repeat(1_000_000)),
      (error) => isRefusal(error) && (error as Error).message.length < 200,
    );
  });

  it('refuses what every JavaScript object has', () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) assert.ok(!isAccepted(name), name);
    assert.ok(isAccepted('prototype'));
  });

  it('accepts exactly what the pattern matches as a whole', () => {
    const nearly = fc.string({
      unit: fc.constantFrom('a', 'Z', '9', '_', '-', '\n', '٣', ' '),
      maxLength: 70,
    });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
        const isWhole =
          text.length > 0 &&
          text.length <= 64 &&
          Array.from(text).every((character) => /^[a-zA-Z0-9_]$/.test(character));
        assert.equal(isAccepted(text), isWhole && !(text in {}));
      }),
    );
  });
});

describe('parseServerName', () => {
  it('is as strict as for an environment (name.valid)', () => {
    assert.equal(parseServerName('pymcp_2'), 'pymcp_2');
    for (const name of ['', 'a-b', '__proto__', 'a"b', 'a\n', 'x'.repeat(65)])
      assert.throws(() => parseServerName(name), isRefusal, name);
  });
});
