// secret.unlogged: results and errors, whatever they are made of.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PymcpError } from '../../core/errors.js';
import { parseSecretName } from '../../core/names.js';
import { compileRedactor } from './compile-redactor.js';

const secret = 'correct horse';
const redactor = compileRedactor([{ name: parseSecretName('KEY'), value: secret }]);
const redact = <Value>(value: Value): Value => redactor.redactValue(value);
const mask = '[secret KEY]';

describe('redactValue', () => {
  it('masks text wherever it stands, and bytes', () => {
    const value = {
      text: `a ${secret}`,
      list: [secret, [secret], 1],
      map: new Map<unknown, unknown>([[secret, secret]]),
      set: new Set([secret]),
      buffer: Buffer.from(secret),
      bytes: new Uint8Array(Buffer.from(secret)),
    };
    assert.deepEqual(redact(value), {
      text: `a ${mask}`,
      list: [mask, [mask], 1],
      map: new Map([[mask, mask]]),
      set: new Set([mask]),
      buffer: Buffer.from(mask),
      bytes: new Uint8Array(Buffer.from(mask)),
    });
    assert.equal(value.text, `a ${secret}`);
  });

  it('masks keys, and two that become the same stay two', () => {
    assert.deepEqual(redact({ [secret]: 1, [encodeURIComponent(secret)]: 2 }), {
      [mask]: 1,
      [`${mask} 2`]: 2,
    });
    const own = redact(JSON.parse(`{"__proto__": "${secret}"}`) as object);
    assert.equal(JSON.stringify(own), `{"__proto__":"${mask}"}`);
    assert.equal(Object.getPrototypeOf(own), Object.prototype);
  });

  it('masks an error, its stack and its cause, and leaves its class', () => {
    const cause = new TypeError(`no ${secret}`);
    const error = redact(new PymcpError('input.code-empty', `is ${secret}`, `try ${secret}`, { cause }));
    assert.ok(error instanceof PymcpError && error.cause instanceof TypeError);
    assert.deepEqual(
      [error.message, error.hint, error.cause.message],
      [`is ${mask}`, `try ${mask}`, `no ${mask}`],
    );
    assert.equal(error.exitCode, 2);
    for (const { stack } of [error, error.cause]) {
      assert.match(stack ?? '', /redact-value/);
      assert.ok(!(stack ?? '').includes(secret));
    }
  });

  it('masks what a getter says', () => {
    const value = {
      get text() {
        return secret;
      },
    };
    assert.deepEqual(redact(value), { text: mask });
  });

  it('keeps what contains itself, and what stands twice', () => {
    const value: Record<string, unknown> = { text: secret };
    value['self'] = value;
    value['list'] = [value];
    const redacted = redact(value);
    assert.equal(redacted['self'], redacted);
    assert.equal((redacted['list'] as unknown[])[0], redacted);
    assert.equal(redacted['text'], mask);
  });

  it('leaves everything else as it is', () => {
    const date = new Date(0);
    const kept = [1, 2n, null, undefined, true, Symbol.iterator, date, /x/, redact] as const;
    for (const [index, one] of redact(kept).entries()) assert.equal(one, kept[index]);
    assert.equal(Object.getPrototypeOf(redact(Object.create(null) as object)), null);
    const withHole = Object.assign(new Array<number>(3), { 0: 1, 2: 3 });
    assert.deepEqual(redact(withHole), withHole);
  });

  it('changes nothing that has no secret', () => {
    fc.assert(
      fc.property(fc.object({ withMap: true, withSet: true, withTypedArray: false }), (value) => {
        assert.deepEqual(redact(value), value);
      }),
    );
  });
});
