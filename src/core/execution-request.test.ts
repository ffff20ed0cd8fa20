import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ErrorCode } from './errors.js';
import { PymcpError } from './errors.js';
import { parseCode, toGuestFileName } from './execution-request.js';
import { maxCodeBytes } from './limits.js';

function refusal(code: string): ErrorCode | 'accepted' {
  try {
    assert.equal(parseCode(code), code);
    return 'accepted';
  } catch (error) {
    assert.ok(error instanceof PymcpError);
    assert.notEqual(error.hint, '');
    assert.equal(error.exitCode, 2);
    return error.code;
  }
}

describe('parseCode', () => {
  it('refuses a program with nothing in it', () => {
    for (const code of ['', ' ', '\n\n\t', '\u00a0\u2003\r\n'])
      assert.equal(refusal(code), 'input.code-empty');
    for (const code of ['0', '# a comment', '\n pass']) assert.equal(refusal(code), 'accepted');
  });

  it('refuses a NUL byte wherever it stands and says where', () => {
    for (const code of ['\0x', 'x\0', 'a\0b', ' \0']) assert.equal(refusal(code), 'input.code-nul');
    assert.throws(() => parseCode('ab\0c'), /position 2$/);
    assert.equal(refusal('print("\\0")'), 'accepted');
  });

  it('counts bytes, not characters, and takes exactly as many as it says', () => {
    assert.equal(refusal('#'.repeat(maxCodeBytes)), 'accepted');
    assert.equal(refusal('#'.repeat(maxCodeBytes + 1)), 'input.code-too-large');
    assert.equal(refusal('é'.repeat(maxCodeBytes / 2)), 'accepted');
    assert.equal(refusal(`#${'é'.repeat(maxCodeBytes / 2)}`), 'input.code-too-large');
    assert.equal(refusal('#'.repeat(10 * maxCodeBytes)), 'input.code-too-large');
  });

  it('refuses what UTF-8 cannot carry', () => {
    for (const code of ['"\ud800"', '"\udc00\ud800"', 'x = 1 # \udfff']) {
      assert.equal(refusal(code), 'input.code-encoding');
    }
    assert.equal(refusal('"😀"'), 'accepted');
  });

  it('changes nothing in what it accepts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (code) => {
        const wanted =
          code.trim() === '' ? 'input.code-empty' : code.includes('\0') ? 'input.code-nul' : 'accepted';
        assert.equal(refusal(code), wanted);
      }),
    );
  });
});

describe('toGuestFileName', () => {
  it('keeps the plain last part of a path', () => {
    for (const path of ['fib.py', './fib.py', '/a/b c/fib.py', '../fib.py', 'a\\b/fib.py']) {
      assert.equal(toGuestFileName(path), 'fib.py');
    }
    assert.equal(toGuestFileName('_x-1.2.PY'), '_x-1.2.PY');
  });

  it('calls everything else main.py', () => {
    const odd = [
      '-',
      '',
      '/',
      'a/',
      '.',
      '..',
      '.hidden',
      '-x',
      'a b',
      'a\n',
      '\nfib.py',
      'é.py',
      'a\0.py',
      '٣.py',
    ];
    for (const path of odd) assert.equal(toGuestFileName(path), 'main.py', JSON.stringify(path));
    assert.equal(toGuestFileName('a'.repeat(64)), 'a'.repeat(64));
    assert.equal(toGuestFileName('a'.repeat(65)), 'main.py');
  });

  it('gives a name that leads nowhere, for any path', () => {
    const pathLike = fc.string({ unit: fc.constantFrom('a', '.', '/', '-', '\n', '\0', '\\', 'é', '_') });
    fc.assert(
      fc.property(fc.oneof(pathLike, fc.string({ unit: 'binary' })), (path) => {
        assert.match(toGuestFileName(path), /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/);
      }),
    );
  });
});
