// secret.uncommitted: what is written to a .env file is what other programs read from it, and nothing else in it changes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as util from 'node:util';
import { parse as parseDotenv } from 'dotenv';
import fc from 'fast-check';
import { PymcpError } from '../../core/errors.js';
import { editEntries, type EnvChange } from './edit-entries.js';
import { parseEnvText } from './env-entry.js';
import { quoteValue } from './quote-value.js';

const edit = (before: string | null, ...changes: readonly EnvChange[]): string =>
  editEntries(before === null ? null : Buffer.from(before), changes).toString();
const set = (before: string | null, name: string, value: string): string => edit(before, { name, value });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PymcpError && error.hint !== '', String(error));
    return error.code;
  }
  return 'none';
};

/** Node.js 20.12 has it. */
const parseEnv = (text: string): Readonly<Record<string, string | undefined>> => util.parseEnv(text);

describe('a value in a .env file', () => {
  const odd = [
    'simple', 'a b', ' edges ', 'a#b', "it's", 'say "x"', '`tick`', '$HOME ${X} $(id)', 'back\\slash', '\\n', 'ends\\', "'\"",
    "'`", '"`', '"$`', "''", 'é☃𝄞', 'line\nline\n', '-----BEGIN X-----\nabc=\n-----END X-----', '=', 'a=b', '#', '!', '~', '\t', '\u00a0x',
  ]; // prettier-ignore

  it('is read back by Node.js and by dotenv as it was', () => {
    for (const value of odd) check(value);
  });

  it('is read back by Node.js and by dotenv, whatever it is', () => {
    const unit = fc.constantFrom(...'ab \t\n\'"`$\\#={}()!é☃𝄞\u00a0\r\0'.split(''), '\\n', '\ud834\udd1e');
    let written = 0;
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (value) => {
        if (quoteValue(value) === null) return;
        written += 1;
        check(value);
      }),
      { numRuns: 3000 },
    );
    assert.ok(written > 1000, String(written));
  });

  function check(value: string): void {
    const text = edit("# it's\nA=1\n", { name: 'X', value }, { name: 'LAST', value: "it's" });
    for (const read of [parseEnv(text), parseDotenv(text)])
      assert.deepEqual({ ...read }, { A: '1', X: value, LAST: "it's" }, JSON.stringify(text));
  }

  it('is refused where programs would read it differently, without being repeated', () => {
    for (const value of ['a\rb', 'a\r\nb', 'a\0b', '\ud800', '\'"`', "' \\"]) {
      assert.equal(quoteValue(value), null);
      assert.equal(
        codeOf(() => set('', 'X', value)),
        'secret.value-refused',
      );
      try {
        set('', 'X', value);
      } catch (error) {
        assert.ok(error instanceof PymcpError && !`${error.message}${error.hint}`.includes(value));
      }
    }
  });
});

describe('a change of a .env file', () => {
  const file = [
    '# keys of ours', '', 'export A=1 # one', "  B = 'two' ", 'no assignment', 'C="x\\ny"  # c', '', '#D=4', 'E=', 'A=last', 'odd-name.x=5',
  ]; // prettier-ignore
  const text = `${file.join('\n')}\n`;

  it('touches nothing but the value', () => {
    assert.equal(set(text, 'B', 'zwei'), text.replace("'two'", 'zwei'));
    assert.equal(set(text, 'C', "y'"), text.replace('"x\\ny"', '"y\'"'));
    assert.equal(set(text, 'E', '5'), text.replace('E=', 'E=5'));
    assert.equal(set(text, 'D', '4'), `${text}D=4\n`);
  });

  it('sets every assignment of the name, and removes every one', () => {
    assert.equal(set(text, 'A', 'x'), text.replace('A=1 #', 'A=x #').replace('A=last', 'A=x'));
    assert.equal(
      edit(text, { name: 'A', value: null }),
      text.replace('export A=1 # one\n', '').replace('A=last\n', ''),
    );
    assert.equal(edit(text, { name: 'NONE', value: null }), text);
  });

  it('removes all lines of a value', () => {
    assert.equal(edit("A=1\nK='a\nA=x\nb' # end\nB=2\n", { name: 'K', value: null }), 'A=1\nB=2\n');
  });

  it('keeps the ends of lines, a mark at the beginning and bytes that are no text', () => {
    assert.equal(set('A=1\r\nB=2\r\n', 'C', '3'), 'A=1\r\nB=2\r\nC=3\r\n');
    assert.equal(set('A=1\r\nB=2\r\n', 'A', '9'), 'A=9\r\nB=2\r\n');
    assert.equal(set('\ufeffA=1\n', 'A', '2'), '\ufeffA=2\n');
    assert.equal(set('A=1', 'B', '2'), 'A=1\nB=2\n');
    const bytes = Buffer.concat([Buffer.from('# '), Buffer.from([0xff, 0xfe, 0xe9]), Buffer.from('\nA=1\n')]);
    const after = editEntries(bytes, [{ name: 'A', value: 'é' }]);
    assert.deepEqual(after, Buffer.concat([bytes.subarray(0, -2), Buffer.from("'é'\n")]));
  });

  it('says above a new one what it is for, in lines of comment alone', () => {
    assert.equal(edit(null, { name: 'A', value: 'x', comment: 'é\nB=2' }), '# é\n# B=2\nA=x\n');
  });

  it('is refused where programs differ in what the file says', () => {
    for (const doubtful of [
      'A="x\\"y"\n',
      "A='x\nB=1\n",
      "A='x'y\n",
      'A=x\ry\n',
      'A=1\0\n',
      "A='\\'\nB='x'\n",
    ])
      assert.equal(
        codeOf(() => set(doubtful, 'Z', '1')),
        'secret.file-malformed',
        doubtful,
      );
  });

  it('is refused without a word of the line', () => {
    try {
      set('A=1\nSECRET="hunter2\n', 'Z', '1');
      assert.fail();
    } catch (error) {
      assert.ok(error instanceof PymcpError);
      assert.match(error.message, /line 2 has a quote that is not closed/);
      assert.ok(!`${error.message}${error.hint}`.includes('hunter2'));
    }
  });

  it('knows names that every object has for names', () => {
    assert.equal(set('', '__proto__', 'x'), '__proto__=x\n');
    assert.deepEqual(
      parseEnvText('constructor=1\n').map(({ name, value }) => [name, value]),
      [['constructor', '1']],
    );
  });

  it('holds for whatever a file is', () => {
    const unit = fc.constantFrom(
      'A',
      'B',
      '=',
      "'",
      '"',
      '`',
      '\\',
      '\n',
      '\r\n',
      '#',
      ' ',
      'export ',
      'x',
      'é',
    );
    let edited = 0;
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (before) => {
        let after: string;
        try {
          after = set(before, 'NEW', 'v');
        } catch (error) {
          assert.ok(error instanceof PymcpError);
          return;
        }
        edited += 1;
        assert.ok(after.startsWith(before));
        assert.equal(edit(after, { name: 'NEW', value: null }).trimEnd(), before.trimEnd());
      }),
      { numRuns: 2000 },
    );
    assert.ok(edited > 200);
  });
});
