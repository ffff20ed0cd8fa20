// Proves: path.contained. What `pymcp analyze` leaves: reports in a folder that is not committed, under names that were free, never
// through a link; and what it prints for scripts.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Ended, endOf, pymcp, startPymcp } from '../support/command-line.js';

const program = `
def by_loop(n: int) -> int:
    """Complexity: time O(n), space O(1)"""
    total = 0
    for value in range(n + 1):
        total += value
    return total

def by_formula(n: int) -> int:
    """Complexity: time O(1), space O(1)"""
    return n * (n + 1) // 2
`;

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pymcp-reports-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});
let here = '';
beforeEach(async () => {
  here = await mkdtemp(join(folder, 'here-'));
  await writeFile(join(here, 'sums.py'), program);
});

const analyze = (args: readonly string[], input = ''): Promise<Ended> =>
  pymcp(['analyze', ...args, '--budget', '1'], input, { cwd: here });

describe('reports', () => {
  it('are a page, Markdown and JSON in analysis_results, which git leaves alone', async () => {
    const { exitCode, stderr } = await analyze(['sums.py', '--function', 'by_loop']);
    assert.equal(exitCode, 0, stderr);
    const names = (await readdir(join(here, 'analysis_results'))).sort();
    assert.equal(names[0], '.gitignore');
    const stem = /^sums-\d{8}-\d{6}/.exec(names[1] ?? '')?.[0] ?? '';
    assert.deepEqual(names.slice(1), [`${stem}.html`, `${stem}.json`, `${stem}.md`]);
    assert.ok(stderr.includes(`saved analysis_results/${stem}.html`));
    const read = (name: string): Promise<string> => readFile(join(here, 'analysis_results', name), 'utf8');
    assert.equal(await read('.gitignore'), '*\n');
    assert.match(await read(`${stem}.html`), /^<!doctype html>/);
    assert.match(await read(`${stem}.md`), /\| `by_loop` \|/);
    const { conditions, functions } = JSON.parse(await read(`${stem}.json`)) as {
      conditions: { repeat: string; versions: { python: string }; budget_s: number };
      functions: readonly { samples: readonly object[] }[];
    };
    assert.equal(conditions.repeat, 'pymcp analyze sums.py --budget 1 --function by_loop');
    assert.match(conditions.versions.python, /^CPython 3\.\d+/);
    assert.ok((functions[0]?.samples.length ?? 0) >= 6);
  });

  it('are not written through a link that stands where their folder would be', async () => {
    await mkdir(join(here, 'elsewhere'));
    await symlink('elsewhere', join(here, 'analysis_results'));
    const { exitCode, stdout, stderr } = await analyze(['sums.py', '--function', 'by_formula']);
    assert.equal(exitCode, 73);
    assert.match(stdout, /by_formula +any +O\(1\)/);
    assert.match(stderr, /not saved in "analysis_results": it is a link[^]*hint: .*--out DIR/);
    assert.deepEqual(await readdir(join(here, 'elsewhere')), []);
  });

  it('go where they are told to, and beside those that are there', async () => {
    const args = ['sums.py', '--function', 'by_formula', '--out', 'mine', '--json'];
    assert.equal((await analyze(args)).exitCode, 0);
    const first = await readdir(join(here, 'mine'));
    assert.equal(first.length, 3);
    assert.equal((await analyze(args)).exitCode, 0);
    assert.equal((await readdir(join(here, 'mine'))).length, 6);
  });

  it('are not written where a format is printed for a script', async () => {
    const { stdout } = await analyze(['-', '--html', '--function', 'by_formula'], program);
    assert.match(stdout, /^<!doctype html>/);
    assert.deepEqual(await readdir(here), ['sums.py']);
  });
});

describe('functions side by side', () => {
  it('are those that were named, and no others', async () => {
    const { exitCode, stdout } = await analyze(['sums.py', '--json', '--compare', 'by_loop', 'by_formula']);
    assert.equal(exitCode, 0);
    const { comparisons } = JSON.parse(stdout) as { comparisons: { order: { name: string }[] }[] };
    assert.deepEqual(
      comparisons[0]?.order.map(({ name }) => name),
      ['by_formula', 'by_loop'],
    );
  });

  it('are two at least', async () => {
    const { exitCode, stderr } = await analyze(['sums.py', '--compare', 'by_loop']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /hint: name two or more: --compare A B/);
  });
});

describe('a watched file', () => {
  it('is analysed again when it has changed, until it is ended', async () => {
    const child = startPymcp(['analyze', 'sums.py', '--function', 'by_formula', '--budget', '4', '--watch'], {
      cwd: here,
    });
    const ended = endOf(child);
    let said = '';
    const waitFor = (what: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (what.test(said)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('exit', () => {
          reject(new Error(`it ended: ${said}`));
        });
        look();
      });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    await waitFor(/by_formula +any +O\(1\)[^]*watching "sums\.py"/);
    await writeFile(join(here, 'sums.py'), 'def by_formula(n: int) -> int:\n    return sum(range(n))\n');
    await waitFor(/O\(1\)[^]*watching[^]*by_formula +any +O\(n\)[^]*watching/);
    child.kill('SIGINT');
    const { exitCode, stdout } = await ended;
    assert.equal(exitCode, 0);
    assert.equal(stdout.match(/measured in a jail/g)?.length, 2);
    assert.deepEqual(await readdir(here), ['sums.py']);
  });
});
