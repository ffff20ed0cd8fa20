import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findScriptBlock, mayHaveBlock } from './find-script-block.js';

const found = (...lines: readonly string[]): unknown => findScriptBlock(lines.join('\n'));
const begin = '# /// script';
const end = '# ///';

describe('the block of a program', () => {
  it('is what stands between its marks, without the marks of the comment', () => {
    assert.deepEqual(found('"""doc"""', begin, '# a = 1', '#', '#  b = 2', end, 'print()'), {
      ...{ kind: 'found', line: 2 },
      text: 'a = 1\n\n b = 2\n',
    });
    assert.deepEqual(findScriptBlock(`${begin}\r\n# a = 1\r\n${end}\r\n`), {
      kind: 'found',
      line: 1,
      text: 'a = 1\n',
    });
  });

  it('goes on to the last end of its comment', () => {
    const inner = [begin, '# a = """', end, '# """', end];
    assert.deepEqual(found(...inner, ''), { kind: 'found', line: 1, text: 'a = """\n///\n"""\n' });
  });

  it('is none where it is not closed, is empty, is indented or of another type', () => {
    for (const lines of [
      [begin, '# a = 1'],
      [begin, '# a = 1', '', end],
      [begin, '#a = 1', end],
      [begin, end],
      [` ${begin}`, '# a = 1', end],
      ['#/// script', '# a = 1', end],
      [`${begin} `, '# a = 1', end],
      ['# /// scripts', '# a = 1', end],
      ['# /// some-toml', '# a = 1', end],
      [begin, '# a = 1', `${end} `],
    ])
      assert.deepEqual(found(...lines), { kind: 'none' }, lines.join('|'));
  });

  it('is there once', () => {
    const block = [begin, '# a = 1', end];
    assert.deepEqual(found(...block, '', ...block), { kind: 'twice', line: 5 });
    assert.equal((found('# /// other', '# x', end, '', ...block) as { kind: string }).kind, 'found');
  });

  it('has no line ends but those that all take for one', () => {
    assert.deepEqual(found('', begin, '# a = 1\f', end), { kind: 'odd', line: 2 });
    assert.deepEqual(found('# \f', begin.slice(2), begin, '# a = 1', end), {
      kind: 'found',
      line: 3,
      text: 'a = 1\n',
    });
  });

  it('is found in time that grows with the text alone', () => {
    const started = performance.now();
    assert.deepEqual(findScriptBlock('# /// a\n'.repeat(120_000)), { kind: 'none' });
    assert.deepEqual(findScriptBlock(`${begin}\n`.repeat(80_000)), { kind: 'none' });
    assert.ok(performance.now() - started < 2000);
  });

  it('is not looked for where nothing looks like one', () => {
    assert.equal(mayHaveBlock('print("hello")'), false);
    assert.equal(mayHaveBlock(`${begin}\n`), true);
  });
});
