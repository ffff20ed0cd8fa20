import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseTraceback } from './parse-traceback.js';

const framesOf = (text: string): readonly string[] =>
  parseTraceback(text).frames.map(({ file, line }) => `${file}:${line}`);

describe('parseTraceback', () => {
  it('reads frames, whatever stands around them', () => {
    const text = [
      'some output',
      'Traceback (most recent call last):',
      '  File "/home/mcp/main.py", line 1, in <module>',
      '    import helper',
      '  File "/workspace/pkg/helper.py", line 12, in find',
      '    return table[key]',
      '           ~~~~~^^^^^',
      "KeyError: 'b'",
      '',
    ].join('\n');
    assert.deepEqual(framesOf(text), ['/home/mcp/main.py:1', '/workspace/pkg/helper.py:12']);
    assert.equal(parseTraceback(text).lastLine, "KeyError: 'b'");
  });

  it('reads groups, syntax errors and the line ends of other systems', () => {
    const text = [
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "a.py", line 3, in <module>',
      '  | ExceptionGroup: two (2 sub-exceptions)',
      '  +-+---------------- 1 ----------------',
      '    | Traceback (most recent call last):',
      '    |   File "C:\\code\\b.py", line 4, in one',
      '  File "c.py", line 5',
      '    def (:',
    ].join('\r\n');
    assert.deepEqual(framesOf(text), ['a.py:3', 'C:\\code\\b.py:4', 'c.py:5']);
  });

  for (const text of [
    '',
    'File "a.py"',
    '  File "a.py", line 0, in x',
    '  File "a.py", line 99999999, in x',
    'x File "a.py", line 1, in x',
    `  File "${'a'.repeat(3_000)}", line 1, in x`,
  ])
    it(`finds none in ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.deepEqual(framesOf(text), []);
    });

  it('is bounded, and quick with what only looks like one', () => {
    const started = performance.now();
    parseTraceback(`${'  |'.repeat(50_000)}\n${'  File "'.repeat(30_000)}\n`.repeat(3));
    assert.ok(performance.now() - started < 10_000);
    const line = '  File "a.py", line 1, in x\n';
    assert.equal(parseTraceback(line.repeat(9_000)).frames.length, 2_000);
  });
});
