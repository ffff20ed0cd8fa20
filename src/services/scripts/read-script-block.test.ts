import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readDependency, renderDependency } from './read-dependency.js';
import { readScriptBlock } from './read-script-block.js';

const block = (...lines: readonly string[]): ReturnType<typeof readScriptBlock> =>
  readScriptBlock(`# /// script\n${lines.map((line) => `# ${line}\n`).join('')}# ///\n`);
const dependency = (text: string): string | null => {
  const read = readDependency(text);
  return read.kind === 'read' ? renderDependency(read.dependency) : null;
};

describe('what a block asks for', () => {
  it('are its dependencies and its Python', () => {
    assert.equal(readScriptBlock('print()'), null);
    assert.deepEqual(block('requires-python = ">=3.11"', '[tool.uv]', 'index = "x"'), {
      ...{ dependencies: [], requiresPython: '>=3.11' },
    });
    const asked = block('dependencies = [', '  "NumPy>=1.26",', '  "pandas[excel] >=2 , <3",', ']');
    assert.deepEqual(asked?.dependencies.map(renderDependency), ['numpy>=1.26', 'pandas[excel]>=2,<3']);
  });

  it('is refused where it is malformed, with its line', () => {
    for (const [lines, message] of [
      [['dependencies = ["a"', 'b'], /no TOML .*line [23]/],
      [['dependencies = "a"'], /no list/],
      [['dependencies = [1]'], /no text/],
      [['dependencies = ["a"]', 'dependencies = ["b"]'], /no TOML/],
      [['requires-python = 3'], /no text/],
      [['dependencys = ["a"]'], /"dependencys" .*no field/],
      [['dependencies = ["a @ https://x.example/a.whl"]'], /another place|besides the index/],
      [[`dependencies = [${'"a",'.repeat(65)}]`], /up to 64/],
      [[`x = ${'['.repeat(5000)}`], /no TOML|nested/],
    ] as const)
      assert.throws(
        () => block(...lines),
        { code: 'script.block-invalid', message },
        lines.join('|').slice(0, 80),
      );
  });

  it('names packages of an index as PEP 508 does', () => {
    for (const [text, said] of [
      ['My_Pkg', 'my-pkg'],
      ['a (>=1,<2)', 'a>=1,<2'],
      ['a[x, Y_z,x] == 1.*', 'a[x,y-z]==1.*'],
      ['a; python_version < "3.12"', 'a; python_version < "3.12"'],
      [
        `a>1 ; (sys_platform == 'linux' or os_name != "nt") and extra == 'x'`,
        `a>1; (sys_platform == 'linux' or os_name != "nt") and extra == 'x'`,
      ],
    ] as const)
      assert.equal(dependency(text), said);
    for (const text of [
      ...[
        '',
        '-e .',
        '--index-url https://x',
        './a',
        'a b',
        'a>=1 --hash=x',
        'a\n--index-url=x',
        'a>=1\n-r x',
      ],
      ...[
        'a @ file:///a.whl',
        'git+https://x',
        'a[b',
        'a]',
        'a; os.system("x")',
        'a;',
        'a; x == "$(id)"',
        '$A',
      ],
      ...['a; os_name == "a"\n-r x', `a${'b'.repeat(600)}`],
    ])
      assert.equal(dependency(text), null, text);
  });
});
