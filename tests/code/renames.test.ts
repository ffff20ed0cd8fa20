// A rename never spoils a file: after each of many on real code every file still compiles, and the rename back gives each byte back.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { openCodeClient } from '../support/code-client.js';
import type { ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

/** Some 3,000 lines of every CPython, as a package of its own. */
const modules = [
  'json',
  'shlex.py',
  'textwrap.py',
  'string.py',
  'configparser.py',
  'csv.py',
  'sched.py',
] as const;
const leastSymbols = 30;
const mostSymbols = 36;

/** Compiles all files of a folder for each line that it reads, and says what does not. */
const compiler = `
import pathlib, sys, sysconfig
print(sysconfig.get_path("stdlib"), flush=True)
for line in sys.stdin:
    bad = []
    for path in sorted(pathlib.Path(line.strip()).rglob("*.py")):
        try: compile(path.read_bytes(), str(path), "exec")
        except Exception as error: bad.append(f"{path.name}: {error}")
    print("; ".join(bad) or "fine", flush=True)
`;

interface Symbol {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

describe('renames on real code', () => {
  const folder = makeFolder({ 'lib/__init__.py': '' });
  const python = spawn('/usr/bin/python3', ['-I', '-c', compiler], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<string> => String((await lines.next()).value);
  let served: ServedClient;
  before(async () => {
    const library = await read();
    for (const name of modules)
      cpSync(join(library, name), join(folder, 'lib', name), {
        recursive: true,
        filter: (path) => !path.includes('__pycache__'),
      });
    served = await openCodeClient(folder, ['--writable']);
  });
  after(async () => {
    python.kill();
    await served.close();
  });

  const compiles = async (): Promise<string> => {
    python.stdin.write(`${folder}\n`);
    return read();
  };

  it('keeps every file whole, there and back', async () => {
    const before = contentsOf(folder);
    const left = new Set<string>();
    const done: string[] = [];
    for (const { name, ...place } of chooseSymbols(folder)) {
      const there = { ...place, new_name: `renamed_${name}`, apply: true };
      const { fields, text } = await served.call('rename', there);
      if (fields['status'] === 'refused') {
        left.add(`${name}: ${text}`);
        assert.deepEqual(contentsOf(folder), before, `${name} was refused, and something was written`);
        continue;
      }
      assert.equal(await compiles(), 'fine', name);
      assert.notDeepEqual(contentsOf(folder), before, name);
      const back = await served.call('rename', { ...place, new_name: name, apply: true });
      assert.equal(back.fields['status'], 'done', `${name}: ${back.text}`);
      assert.equal(back.fields['places_count'], fields['places_count'], name);
      assert.deepEqual(contentsOf(folder), before, name);
      done.push(name);
    }
    assert.ok(done.length >= leastSymbols, `${done.length} were renamed; not: ${[...left].join('\n')}`);
  });
});

function contentsOf(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.py'),
  );
  return Object.fromEntries(files.sort().map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}

/** Classes, functions and methods, each third of them. */
function chooseSymbols(folder: string): readonly Symbol[] {
  const all = Object.entries(contentsOf(folder)).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index): Symbol[] => {
      const [, indent = '', word = '', name = ''] = /^( {4})?(class|def) ([A-Za-z]\w*)/.exec(line) ?? [];
      return name === '' ? [] : [{ path, line: index + 1, column: `${indent}${word} `.length + 1, name }];
    }),
  );
  return all.filter((_, index) => index % 3 === 0).slice(0, mostSymbols);
}
