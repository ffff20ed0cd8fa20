// What a client learns about the code of a workspace from the real language server in its real jail, over stdio; and that it is never
// stale, whoever has changed the files.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openCodeClient } from '../support/code-client.js';
import type { ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const shapes = `import math


class Shape:
    """Anything with an area."""

    def area(self) -> float:
        raise NotImplementedError


class Circle(Shape):
    def __init__(self, radius: float) -> None:
        self.radius = radius

    def area(self) -> float:
        return math.pi * self.radius**2


def total(shapes: list[Shape]) -> float:
    return sum(shape.area() for shape in shapes)
`;
const report = `from geometry.shapes import Circle, total

# total stands in this comment too
print(total([Circle(1.0)]))


def untyped(thing):
    return thing.area()
`;

describe('code intelligence', () => {
  const folder = makeFolder({
    'geometry/__init__.py': '',
    'geometry/shapes.py': shapes,
    'report.py': report,
    'notes.txt': 'no Python',
  });
  let served: ServedClient;
  before(async () => {
    served = await openCodeClient(folder, ['--writable']);
  });
  after(() => served.close());

  const ask = async (name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const { fields, text } = await served.call(name, args);
    assert.equal(fields['status'], 'done', text);
    return { ...fields, shown: text };
  };
  const refused = async (name: string, args: Record<string, unknown>): Promise<string> => {
    const { fields, raw } = await served.call(name, args);
    assert.deepEqual([fields['status'], raw.isError], ['refused', true]);
    return `${String(fields['message'])} | ${String(fields['hint'])}`;
  };
  const place = (path: string, line: number, column: number): object => ({ path, line, column });

  it('tells type, signature and documentation, and which place it has taken', async () => {
    const { resolved, text } = await ask('hover', { symbol: 'Shape' });
    assert.deepEqual(resolved, place('geometry/shapes.py', 4, 7));
    assert.match(String(text), /class.*Shape[\s\S]*Anything with an area/);
    const pattern = await ask('hover', { path: 'geometry/shapes.py', pattern: 'math.<|>pi' });
    assert.match(String(pattern['text']), /pi: .*float/);
    const byColumn = await ask('hover', { path: 'report.py', line: 4, column: 7 });
    assert.match(String(byColumn['text']), /def total/);
    assert.match(String(byColumn['shown']), />4 \| print\(total/);
  });

  it('finds definitions in the workspace, in the standard library and in what is installed', async () => {
    const own = await ask('definition', { path: 'report.py', pattern: 'print(<|>total' });
    assert.deepEqual(own['targets'], [{ ...place('geometry/shapes.py', 19, 5), library: false }]);
    const library = await ask('definition', { path: 'geometry/shapes.py', pattern: 'math.<|>pi' });
    assert.match(JSON.stringify(library['targets']), /typeshed\/stdlib\/math\/__init__.pyi.*"library":true/);
  });

  it('lists confirmed uses, and beside them where the name stands besides', async () => {
    const found = await ask('references', { symbol: 'total' });
    assert.deepEqual(found['confirmed'], [
      place('geometry/shapes.py', 19, 5),
      place('report.py', 1, 37),
      place('report.py', 4, 7),
    ]);
    assert.deepEqual(found['unconfirmed'], [place('report.py', 3, 3)]);
  });

  it('finds symbols by name path, and says what there is where one means several or none', async () => {
    const { symbols } = await ask('find_symbol', { symbol: 'area' });
    assert.deepEqual(
      (symbols as { name_path: string }[]).map(({ name_path: path }) => path),
      ['Shape/area', 'Circle/area'],
    );
    assert.match(await refused('hover', { symbol: 'area' }), /Shape\/area .*Circle\/area/);
    assert.match(await refused('hover', { symbol: 'Cirkle' }), /did you mean Circle\?/);
  });

  it('lists the symbols of a file and of the workspace', async () => {
    const names = async (args: Record<string, unknown>): Promise<unknown> =>
      ((await ask('symbols', args))['symbols'] as { name_path: string }[]).map(({ name_path: path }) => path);
    assert.deepEqual(await names({ path: 'geometry/shapes.py' }), [
      'Shape',
      'Shape/area',
      'Circle',
      'Circle/__init__',
      'Circle/area',
      'Circle/radius',
      'total',
    ]);
    assert.deepEqual(await names({}), ['Shape', 'Circle', 'total', 'untyped']);
  });

  it('follows classes to what implements them, and calls both ways', async () => {
    const { targets } = await ask('implementations', { symbol: 'Shape/area' });
    assert.deepEqual(targets, [{ ...place('geometry/shapes.py', 15, 9), library: false }]);
    const callers = await ask('call_hierarchy', { symbol: 'Shape/area', direction: 'incoming' });
    assert.match(JSON.stringify(callers['calls']), /"name":"total"/);
    const callees = await ask('call_hierarchy', { symbol: 'total', direction: 'outgoing' });
    assert.match(JSON.stringify(callees['calls']), /"name":"area"/);
  });

  it('knows what can stand at a place, and what a call takes', async () => {
    const { items } = await ask('completion', {
      path: 'geometry/shapes.py',
      pattern: 'math.<|>pi',
      begins: 'is',
    });
    assert.ok(JSON.stringify(items).includes('isclose'));
    const { signatures, parameter } = await ask('signature', { path: 'report.py', pattern: 'Circle(<|>1.0' });
    assert.deepEqual([signatures, parameter], [['(radius: float) -> Circle'], 0]);
  });

  it('lints, counts the ways through functions, and formats', async () => {
    const path = 'style.py';
    writeFileSync(join(folder, path), 'import os\ndef pick(a,b):\n    if a: return b\n    return a\n');
    const { findings } = await ask('lint', { path });
    assert.deepEqual(
      (findings as { code: string; line: number }[]).map(({ code, line }) => [code, line]),
      [
        ['F401', 1],
        ['E701', 3],
      ],
    );
    const { functions } = await ask('complexity', { path });
    assert.deepEqual(functions, [{ ...place(path, 2, 5), name: 'pick', complexity: 2 }]);
    const formatted = 'import os\n\n\ndef pick(a, b):\n    if a:\n        return b\n    return a\n';
    assert.deepEqual((await ask('format', { path }))['formatted'], formatted);
    assert.equal((await ask('format', { path, apply: true }))['applied'], true);
    assert.equal(readFileSync(join(folder, path), 'utf8'), formatted);
    rmSync(join(folder, path));
  });

  it('lists what can be mended by itself, shows what is safe, and writes what is chosen', async () => {
    const path = 'mend.py';
    const text = 'import sys\nimport os\n\nx = sys.argv == None\ny = f"plain"\n';
    writeFileSync(join(folder, path), text);
    const shown = await ask('code_actions', { path });
    const actions = shown['actions'] as { id: string; safe: boolean }[];
    assert.deepEqual(actions.map(({ id, safe }) => [id, safe]).sort(), [
      ['E711:4:17', false],
      ['F401:2:8', true],
      ['F541:5:5', true],
      ['I001:1:1', true],
    ]);
    assert.deepEqual([shown['applied'], readFileSync(join(folder, path), 'utf8')], [false, text]);
    assert.match(String(shown['diff']), /-import os\n[\s\S]*-y = f"plain"\n\+y = "plain"/);
    const one = await ask('code_actions', { path, apply: ['E711:4:17'] });
    assert.deepEqual(
      [one['applied'], one['diff']],
      [true, '@@ line 2 @@\n import os\n \n-x = sys.argv == None\n+x = sys.argv is None\n y = f"plain"\n '],
    );
    const safe = await ask('code_actions', { path, apply: ['safe'] });
    assert.equal(safe['applied'], true);
    assert.equal(
      readFileSync(join(folder, path), 'utf8'),
      'import sys\n\nx = sys.argv is None\ny = "plain"\n',
    );
    assert.equal((await ask('code_actions', { path, apply: ['safe'] }))['applied'], false);
    assert.match(
      await refused('code_actions', { path, apply: ['F401:2:8'] }),
      /no action "F401:2:8".*nothing/,
    );
    rmSync(join(folder, path));
  });

  for (const [what, tool, args, answer] of [
    ['a position past the end', 'hover', { path: 'report.py', line: 99 }, /9 lines and no line 99/],
    [
      'a column past the end',
      'hover',
      { path: 'report.py', line: 1, column: 99 },
      /no column 99.*from geometry/,
    ],
    [
      'lines past the end',
      'code_actions',
      { path: 'report.py', line: 8, end_line: 99 },
      /9 lines and no line 99/,
    ],
    [
      'an end without a beginning',
      'code_actions',
      { path: 'report.py', end_line: 2 },
      /end_line stands before line/,
    ],
    ['a file that is not Python', 'diagnostics', { path: 'notes.txt' }, /not a Python file/],
    ['a file that is not there', 'diagnostics', { path: 'shapes.py' }, /did you mean geometry\/shapes.py/],
    ['a path outside', 'diagnostics', { path: '../report.py' }, /has a part that is \. or \.\./],
    [
      'a pattern that stands nowhere',
      'hover',
      { path: 'report.py', pattern: 'totals(' },
      /does not contain.*read/,
    ],
    [
      'a pattern that stands twice',
      'hover',
      { path: 'report.py', pattern: 'total' },
      /more than once.*report.py:1:37/,
    ],
    ['no place', 'hover', {}, /no place was named/],
    ['two places', 'hover', { symbol: 'Shape', line: 3 }, /more than one place/],
  ] as const)
    it(`answers ${what} with what would fit`, async () => {
      assert.match(await refused(tool, args), answer);
    });

  it('sees at once what another program has written, made and removed', async () => {
    const errors = async (path: string): Promise<unknown> => (await ask('diagnostics', { path }))['errors'];
    assert.equal(await errors('report.py'), 0);
    const file = join(folder, 'geometry/shapes.py');
    writeFileSync(file, shapes.replaceAll('total', 'whole'));
    assert.equal(await errors('report.py'), 1);
    writeFileSync(file, shapes);
    assert.equal(await errors('report.py'), 0);
    writeFileSync(join(folder, 'more.py'), 'from geometry.shapes import total\n\nfresh = total([])\n');
    const uses = async (): Promise<unknown> =>
      (await ask('references', { symbol: 'total' }))['confirmed_count'];
    assert.equal(await uses(), 5);
    rmSync(join(folder, 'more.py'));
    assert.equal(await uses(), 3);
  });

  it('previews a rename, says what it would miss, and writes it as one change', async () => {
    const wanted = { symbol: 'Shape/area', new_name: 'surface' };
    const preview = await ask('rename', wanted);
    assert.deepEqual([preview['applied'], preview['files']], [false, ['geometry/shapes.py']]);
    assert.match(JSON.stringify(preview['missed']), /report.py/);
    assert.equal(readFileSync(join(folder, 'geometry/shapes.py'), 'utf8'), shapes);
    const done = await ask('rename', { symbol: 'total', new_name: 'sum_of', apply: true });
    assert.deepEqual([done['applied'], done['places_count'], done['missed_count']], [true, 3, 1]);
    assert.equal(readFileSync(join(folder, 'geometry/shapes.py'), 'utf8'), shapes.replace('total', 'sum_of'));
    assert.equal(
      readFileSync(join(folder, 'report.py'), 'utf8'),
      report.replace('Circle, total', 'Circle, sum_of').replace('print(total', 'print(sum_of'),
    );
    assert.equal((await ask('diagnostics', { path: 'report.py' }))['errors'], 0);
  });

  it('refuses a rename to what is no name, and of what is not ours', async () => {
    assert.match(await refused('rename', { symbol: 'Shape', new_name: 'class' }), /cannot be a name/);
    const pi = { path: 'geometry/shapes.py', pattern: 'math.<|>pi', new_name: 'tau2' };
    assert.match(await refused('rename', pi), /no way to rename/);
  });
});

alsoAsOrdinaryUser(import.meta.url, ['node_modules/pyright', 'node_modules/@astral-sh/ruff-wasm-nodejs']);
