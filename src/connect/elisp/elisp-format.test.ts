import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isDomainError } from '../refusals.test-support.js';
import { elispFormat as format, fromEnvironment } from './elisp-format.js';
import { quote, readSexp } from './elisp-reader.js';

const entry = { server: { command: 'isolated-pymcp', args: ['stdio', '--workspace', '/a "b" \\c'] } };
const set = (text: string): string => format.set(text, 'pymcp', entry);
const init =
  '(setq a ?\\() ; (\n(setq b "( ;")\n(when c? (d ?\\C-\\M-\\( ?( ?\\s-x ?\\" [?( ?a] \\( `(,@e)))\n';

describe('an entry in an Emacs init file', () => {
  it('is a block of its own at the end, and goes without a trace', () => {
    for (const before of [init, init.trimEnd(), init.replaceAll('\n', '\r\n'), '']) {
      const after = set(before);
      assert.ok(after.startsWith(before));
      assert.deepEqual(format.find(after, 'pymcp'), entry);
      assert.equal(set(after), after);
      assert.equal(format.remove(after, 'pymcp').trimEnd(), before.trimEnd());
      if (before.endsWith('\n')) assert.equal(format.remove(after, 'pymcp'), before);
    }
  });

  it('stands where it stood', () => {
    const after = `${set(init)}(later)\n`;
    const other = format.set(after, 'pymcp', { server: { command: 'x', args: [] } });
    assert.ok(other.startsWith(init) && other.endsWith('(later)\n'));
    assert.ok(format.remove(other, 'pymcp').endsWith('(later)\n'));
  });

  it('takes the token from the environment', () => {
    const asking = { server: { url: 'http://127.0.0.1:3001/mcp', token: fromEnvironment('PYMCP_TOKEN') } };
    const text = format.set('', 'pymcp', asking);
    assert.ok(
      text.includes('(list "pymcp" :url "http://127.0.0.1:3001/mcp" :token (getenv "PYMCP_TOKEN"))'),
      text,
    );
    assert.deepEqual(format.find(text, 'pymcp'), asking);
  });

  it('refuses a file that is not whole, and says where', () => {
    for (const [text, place] of [
      ['(a)\n(b', 'line 2, column 1'],
      ['(a))', 'line 1, column 4'],
      ['(a "b)', 'line 1, column 4'],
      [set('').replace(/^;; <<<.*\n/m, ''), 'line 1, column 1'],
      [set('') + set(''), 'line 6, column 1'],
    ] as const) {
      assert.throws(
        () => set(text),
        (error: Error) => isDomainError(error, 'client.file-malformed') && error.message.startsWith(place),
        text,
      );
    }
  });

  it('refuses a second server of a name', () => {
    const theirs = '(setq mcp-hub-servers \'(("pymcp" . (:command "x"))))\n';
    assert.throws(
      () => set(theirs),
      (error: Error) => isDomainError(error, 'client.edit-unsafe'),
    );
  });

  it('quotes every text so that it is read as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(readSexp(quote(text)), text);
        assert.ok(!/[\n\0]/.test(quote(text)));
      }),
    );
    assert.equal(quote('a\nb"\\'), '"a\\U0000000ab\\"\\\\"');
  });
});
