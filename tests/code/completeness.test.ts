// References are at least as complete as those of jedi, which pylsp asks: on rope, where both are installed for the system's Python
// (apt-get install python3-rope python3-jedi; PYTHONPATH counts). Without them there is nothing to compare with.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { openCodeClient } from '../support/code-client.js';
import { makeFolder } from '../support/workspace.js';

const python = '/usr/bin/python3';
const mostSymbols = 32;
/** Of what jedi finds, how much must be confirmed; all of it must be listed. */
const leastConfirmed = 0.8;

const findPackages = 'import jedi, rope; print(rope.__file__)';
const askJedi = `
import json, sys
import jedi
root = sys.argv[1] + "/"
project = jedi.Project(root)
for line in sys.stdin:
    place = json.loads(line)
    found = jedi.Script(path=root + place["path"], project=project).get_references(place["line"], place["column"] - 1)
    uses = [[str(one.module_path), one.line, one.column + 1] for one in found]
    print(json.dumps([[path[len(root):], line, column] for path, line, column in uses if path.startswith(root)]), flush=True)
`;

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

function findRope(): string | null {
  try {
    return dirname(execFileSync(python, ['-c', findPackages], { encoding: 'utf8', stdio: 'pipe' }).trim());
  } catch {
    return null;
  }
}

const rope = findRope();

describe('references', () => {
  const skip = rope === null ? 'rope or jedi is not installed' : false;
  it('list all that jedi finds, and confirm most of it', { skip }, async () => {
    const folder = makeFolder();
    cpSync(rope ?? '', join(folder, 'rope'), { recursive: true });
    const jedi = spawn(python, ['-c', askJedi, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: jedi.stdout })[Symbol.asyncIterator]();
    const served = await openCodeClient(folder);
    const [missing, all, confirmed] = [[] as string[], [] as string[], [] as string[]];
    try {
      for (const place of choosePlaces(folder)) {
        jedi.stdin.write(`${JSON.stringify(place)}\n`);
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
      jedi.kill();
      await served.close();
    }
    assert.deepEqual(missing, []);
    assert.ok(confirmed.length >= leastConfirmed * all.length, `${confirmed.length} of ${all.length}`);
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
