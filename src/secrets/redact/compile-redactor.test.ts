// secret.unlogged: what counts as a secret, what is not covered, and what stands where one stood.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSecretName } from '../../core/names.js';
import {
  type CompiledRedactor,
  compileRedactor,
  leastCharacters,
  mostCharacters,
} from './compile-redactor.js';

const compile = (secrets: Readonly<Record<string, string>>): CompiledRedactor =>
  compileRedactor(Object.entries(secrets).map(([name, value]) => ({ name: parseSecretName(name), value })));

describe('compileRedactor', () => {
  it('is the identity where no secret is known', () => {
    const redactor = compile({});
    const bytes = Buffer.from([0, 255, 128]);
    assert.deepEqual(redactor.redactBytes(bytes), bytes);
    assert.equal(redactor.redactText('a\ud800'), 'a\ud800');
    assert.deepEqual(redactor.openStream().push(bytes), bytes);
    assert.equal(redactor.longestBytes, 0);
  });

  it('says which secrets it does not cover, and why', () => {
    const { uncovered } = compile({
      EMPTY: '',
      BLANK: ' \n ',
      SHORT: '  1234567\n',
      LEAST: '12345678',
      LONG: 'x'.repeat(mostCharacters + 1),
    });
    assert.deepEqual(
      uncovered.map(({ name, why }) => `${name} ${why}`),
      [
        'EMPTY is empty',
        'BLANK is empty',
        `SHORT has fewer than ${leastCharacters} characters: it would be masked in ordinary text`,
        `LONG has more than ${mostCharacters} characters`,
      ],
    );
    assert.equal(compile({ SHORT: '1234567' }).redactText('1234567'), '1234567');
  });

  it('names what it has masked', () => {
    const redactor = compile({ A: 'correct horse', B: 'battery staple' });
    assert.equal(redactor.redactText('a=correct horse&b=battery%20staple;'), 'a=[secret A]&b=[secret B];');
  });

  it('masks what overlaps as one, by the name of what begins first, then of what is longest', () => {
    const redactor = compile({
      INNER: 'secret_inner',
      OUTER: 'begin_secret_inner_end',
      NEXT: '_end_and_more',
      PREFIX: 'begin_se',
    });
    assert.equal(redactor.redactText('<secret_inner>'), '<[secret INNER]>');
    assert.equal(redactor.redactText('<begin_secret_inner_end>'), '<[secret OUTER]>');
    assert.equal(redactor.redactText('<begin_secret_inner_end_and_more>'), '<[secret OUTER]>');
    assert.equal(redactor.redactText('<begin_sec>'), '<[secret PREFIX]c>');
  });

  it('masks as one what has a single byte in common', () => {
    const redactor = compile({ A: 'aaaaaaaX', B: 'Xbbbbbbb' });
    assert.equal(redactor.redactText('aaaaaaaXbbbbbbb'), '[secret A]');
  });

  it('masks one behind the other twice', () => {
    const redactor = compile({ A: 'aaaaaaaA', B: 'bbbbbbbB' });
    assert.equal(redactor.redactText('aaaaaaaAbbbbbbbB'), '[secret A][secret B]');
  });

  it('lets the first name stand for a value that has two', () => {
    assert.equal(
      compile({ A: 'the same value', B: 'the same value' }).redactText('the same value'),
      '[secret A]',
    );
  });

  it('knows a value without the space around it, and a key by its lines', () => {
    const line = (letter: string): string => letter.repeat(20) + '+/' + letter.repeat(20);
    const key = `-----BEGIN KEY-----\n${line('a')}\n${line('b')}\n-----END KEY-----\n`;
    const redactor = compile({ TOKEN: ' padded value\n', KEY: key });
    assert.equal(redactor.redactText('(padded value)'), '([secret TOKEN])');
    assert.equal(redactor.redactText(`> ${line('b')}\n`), '> [secret KEY]\n');
    assert.equal(redactor.redactText(key), '[secret KEY]\n');
    assert.equal(redactor.redactText(key.replaceAll('\n', '\r\n')), '[secret KEY]\r\n');
    assert.equal(redactor.redactText('-----BEGIN KEY-----\n'), '-----BEGIN KEY-----\n');
    const encoded = Buffer.from(key.replaceAll('\n', '\r\n')).toString('base64');
    assert.match(redactor.redactText(encoded), /^\[secret KEY\][\w+/=]{0,4}$/);
  });

  it('has no mask that is a secret, or becomes one with what stands beside it', () => {
    assert.equal(compile({ password: 'secret password' }).redactText('secret password'), '[secret]');
    const brackets = compile({ A: 'aaaaaaaaa', B: 'A]bbbbbbb' });
    assert.equal(brackets.redactText('aaaaaaaaabbbbbbb'), '<secret A>bbbbbbb');
    const all = compile({ A: '[]{}<>()|~^!@$*"\'`?;_ aaaa', B: 'bbbbbbbb' }).redactText('bbbbbbbb');
    assert.match(all, /^[^\w\s]secret B[^\w\s]$/);
  });

  it('finds a secret of a URL in base64, and of JSON in base64 with its escapes', () => {
    const redactor = compile({ A: 'pa/ss+wo?rd' });
    for (const before of ['', 'x', 'xy', 'xyz'])
      assert.match(redactor.redactText(btoa(`${before}pa/ss+wo?rd`)), /\[secret A\]/);
    assert.equal(redactor.redactText('%70%61/%73s%2Bwo%3Frd'), '[secret A]');
    assert.equal(redactor.redactText('%2570a%252Fss%252Bwo%253Frd'), '[secret A]');
  });

  it('finds the value composed where it is known decomposed', () => {
    const redactor = compile({ A: 'pa\u0308sswo\u0308rter' });
    assert.equal(redactor.redactText('p\u00e4ssw\u00f6rter'), '[secret A]');
    assert.equal(redactor.redactText('p\\xe4ssw\\xf6rter'), '[secret A]');
    assert.deepEqual(
      redactor.redactBytes(Buffer.from('p\u00e4ssw\u00f6rter', 'latin1')).toString(),
      '[secret A]',
    );
    assert.equal(redactor.redactText('p&auml;ssw&ouml;rter'), '[secret A]');
  });

  it('holds back less than the longest encoding', () => {
    const value = '0123456789';
    const redactor = compile({ A: value });
    const stream = redactor.openStream();
    const longest = Array.from(
      value,
      (one) => `\\\\U${one.charCodeAt(0).toString(16).padStart(8, '0')}`,
    ).join('');
    assert.ok(redactor.longestBytes >= longest.length);
    assert.equal(stream.push(Buffer.from(longest.slice(0, -1))).length, 0);
    assert.equal(
      stream.push(Buffer.from(longest.slice(-1))).length + stream.end().length,
      '[secret A]'.length,
    );
  });
});
