// Proves: name.valid, jail.kernel. `pymcp analyze`: algorithms by name alone, measured in the jail; functions that do what they
// should not are lines of the report, and the others are measured.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pymcp } from '../support/command-line.js';

interface Report {
  readonly functions: readonly {
    readonly name: string;
    readonly input: string;
    readonly ended_early: string | null;
    readonly notes: readonly string[];
    readonly time: { readonly class: string | null; readonly comparison: string };
    readonly samples: readonly { readonly sizes: readonly number[]; readonly events?: number }[];
  }[];
  readonly comparisons: readonly { readonly problem: string; readonly order: readonly { name: string }[] }[];
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  readonly not_loaded: string | null;
}

const badly = `
import os

def good(n: int) -> int:
    """Complexity: time O(n), space O(1)"""
    total = 0
    for value in range(n):
        total += value
    return total

def worse(n: int) -> int:
    """Complexity: time O(1), space O(1)"""
    return good(n)

def crashes(n: int) -> None:
    os.abort()

def asks(n: int) -> str:
    return input()

def shouts(n: int) -> None:
    while True:
        print("x" * 1000)

def never_ends(n: int) -> None:
    while True:
        pass

def takes(something) -> None:
    pass
`;

const twoWays = `
def by_loop(n: int) -> int:
    """Complexity: time O(n), space O(1)"""
    total = 0
    for value in range(n + 1):
        total += value
    return total

def by_formula(n: int) -> int:
    """Complexity: time O(1), space O(1)"""
    return n * (n + 1) // 2

PROBLEMS = {"sum": [by_loop, by_formula]}

def cases(n: int):
    yield "sum", "plain", (n,)
`;

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pymcp-algorithms-'));
  await writeFile(join(folder, 'badly.py'), badly);
  await writeFile(join(folder, 'two_ways.py'), twoWays);
  await writeFile(join(folder, 'broken.py'), 'import nothing_of_this_name\n');
});
after(async () => {
  await rm(folder, { recursive: true });
});

const analyze = (...args: string[]): ReturnType<typeof pymcp> =>
  pymcp(['analyze', '--folder', folder, '--no-save', ...args], '');

describe('an algorithm by name', () => {
  it('is refused where it is no name, or leads elsewhere', async () => {
    for (const name of ['../badly', 'a/b', '/etc/passwd', 'x'.repeat(65), '__proto__']) {
      const { exitCode, stderr } = await analyze(name);
      assert.equal(exitCode, 2, name);
      assert.match(stderr, /^error: .*\nhint: /m);
    }
  });

  it('that is misspelt is answered with what there is', async () => {
    const { exitCode, stderr } = await analyze('bady');
    assert.equal(exitCode, 2);
    assert.match(stderr, /hint: did you mean badly\? There are badly, broken, two_ways/);
  });
});

describe('an analysis', () => {
  it('finds the class of each function, and who is faster', async () => {
    const { exitCode, stdout, stderr } = await analyze('two_ways', '--budget', '2', '--json');
    assert.equal(exitCode, 0, stderr + stdout.slice(0, 2_000));
    const { functions, comparisons } = JSON.parse(stdout) as Report;
    const found = functions.map(({ name, time }) => [name, time.class, time.comparison]);
    assert.deepEqual(found, [
      ['by_loop', 'O(n)', 'as declared'],
      ['by_formula', 'O(1)', 'as declared'],
    ]);
    assert.ok(functions.every(({ samples }) => samples.length >= 6));
    assert.equal(comparisons[0]?.order[0]?.name, 'by_formula');
  });

  it('says for each function that misbehaves what it does, and measures the others', async () => {
    const { exitCode, stdout } = await analyze('badly', '--budget', '4', '--json');
    assert.equal(exitCode, 1);
    const { functions, skipped } = JSON.parse(stdout) as Report;
    const byName = new Map(functions.map((one) => [one.name, one]));
    assert.equal(byName.get('good')?.time.class, 'O(n)');
    assert.equal(byName.get('worse')?.time.comparison, 'more than declared');
    assert.match(byName.get('crashes')?.ended_early ?? '', /SIGABRT/);
    assert.match(byName.get('asks')?.ended_early ?? '', /needs input/);
    assert.match(byName.get('shouts')?.ended_early ?? '', /prints more than 1 MB/);
    assert.match(byName.get('never_ends')?.ended_early ?? '', /does not end in time/);
    assert.match(skipped[0]?.why ?? '', /takes something/);
  });

  it('of what cannot be loaded says why', async () => {
    const { exitCode, stdout } = await analyze('broken');
    assert.equal(exitCode, 1);
    assert.match(stdout, /could not be loaded: ModuleNotFoundError: No module named 'nothing_of_this_name'/);
  });

  it('of one function is of that one alone', async () => {
    const { stdout } = await analyze('badly', '--function', 'good', '--budget', '1');
    assert.match(stdout, /good .*O\(n\)/);
    assert.doesNotMatch(stdout, /crashes/);
  });
});
