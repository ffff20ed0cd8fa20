// References are complete: all places that Python's own tokenizer finds are listed, confirmed or not; and where rope and jedi, which
// pylsp asks, are installed for the system's Python (apt-get install python3-rope python3-jedi; PYTHONPATH counts), all that jedi
// finds in rope, most of it confirmed.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { openCodeClient } from '../support/code-client.js';
import { makeFolder } from '../support/workspace.js';

const python = '/usr/bin/python3';
const mostSymbols = 32;

/** Answers each place, a line of JSON, with the places that it finds for it. */
const shared = `
import json, pathlib, sys, tokenize
root = pathlib.Path(sys.argv[1])
def serve(find):
    for line in sys.stdin:
        place = json.loads(line)
        found = find(place["path"], place["line"], place["column"] - 1)
        print(json.dumps([[path, line, column + 1] for path, line, column in found]), flush=True)
`;
const askTokenizer = `${shared}
tokens = []
for path in sorted(root.rglob("*.py")):
    with tokenize.open(path) as file:
        tokens += [(str(path.relative_to(root)), *token.start, token.string)
                   for token in tokenize.generate_tokens(file.readline) if token.type == tokenize.NAME]
def find(*place):
    name = next(name for *where, name in tokens if tuple(where) == place)
    return [where for *where, other in tokens if other == name]
serve(find)
`;
const askJedi = `${shared}
import jedi
project = jedi.Project(root)
def find(path, line, column):
    found = jedi.Script(path=root / path, project=project).get_references(line, column)
    return [(str(one.module_path.relative_to(root)), one.line, one.column) for one in found
            if one.module_path is not None and root in one.module_path.parents]
serve(find)
`;

interface Oracle {
  readonly title: string;
  readonly program: string;
  readonly package: string;
  /** Of what it finds, how much must be confirmed; all of it must be listed. */
  readonly leastConfirmed: number;
}

function listOracles(): readonly Oracle[] {
  const json = print('import json; print(json.__path__[0])') ?? '';
  const rope = print('import jedi, rope; print(rope.__path__[0])');
  return [
    {
      title: "list all that Python's tokenizer finds",
      program: askTokenizer,
      package: json,
      leastConfirmed: 0.3,
    },
    ...(rope === null
      ? []
      : [
          {
            title: 'list all that jedi finds, and confirm most of it',
            program: askJedi,
            package: rope,
            leastConfirmed: 0.8,
          },
        ]),
  ];
}

/** null where the program fails: a package is not there. */
function print(program: string): string | null {
  try {
    return execFileSync(python, ['-c', program], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return null;
  }
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

describe('references', () => {
  for (const oracle of listOracles())
    it(oracle.title, async () => {
      const folder = makeFolder();
      cpSync(oracle.package, join(folder, 'lib', basename(oracle.package)), {
        recursive: true,
        filter: (path) => !path.includes('__pycache__'),
      });
      const other = spawn(python, ['-c', oracle.program, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
      const answers = createInterface({ input: other.stdout })[Symbol.asyncIterator]();
      const served = await openCodeClient(folder);
      const [missing, all, confirmed] = [[] as string[], [] as string[], [] as string[]];
      try {
        for (const place of choosePlaces(folder)) {
          other.stdin.write(`${JSON.stringify(place)}\n`);
          const found = JSON.parse(String((await answers.next()).value)) as unknown[][];
          const { fields, text } = await served.call('references', { ...place });
          assert.equal(fields['status'], 'done', text);
          const [sure, unsure] = [toKeys(fields['confirmed']), toKeys(fields['unconfirmed'])];
          for (const use of found.map((one) => one.join(':'))) {
            all.push(use);
            if (sure.has(use)) confirmed.push(use);
            else if (!unsure.has(use)) missing.push(use);
          }
        }
      } finally {
        other.kill();
        await served.close();
      }
      assert.deepEqual(missing, []);
      assert.ok(all.length > 0);
      assert.ok(
        confirmed.length >= oracle.leastConfirmed * all.length,
        `${confirmed.length} of ${all.length}`,
      );
    });
});

function toKeys(places: unknown): ReadonlySet<string> {
  return new Set((places as Place[]).map(({ path, line, column }) => `${path}:${line}:${column}`));
}

/** Classes, functions and methods from all files, those with names that fit into the listed uses. */
function choosePlaces(folder: string): readonly Place[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.py'),
  );
  const texts = paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')] as const);
  const whole = texts.map(([, text]) => text).join('\n');
  const places = texts.flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index): Place[] => {
      const [, indent = '', word = '', name = ''] = /^( {4})?(class|def) ([A-Za-z]\w*)/.exec(line) ?? [];
      if (name === '' || whole.split(name).length > 150) return [];
      return [{ path, line: index + 1, column: `${indent}${word} `.length + 1 }];
    }),
  );
  const step = Math.max(1, Math.floor(places.length / mostSymbols));
  return places.filter((_, index) => index % step === 0).slice(0, mostSymbols);
}
