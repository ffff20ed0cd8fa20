// Proves: jail.kernel. What is wrong with a function besides its cost is found in the jail, and is part of its result; what tools
// remark on its file too.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openRemarks } from '../../src/cli/open-remarks.js';
import { toCaller } from '../../src/core/caller.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { AlgorithmsService } from '../../src/services/algorithms/algorithms-service.js';
import type { Judged } from '../../src/services/algorithms/judge-measured.js';
import { openExecutor } from '../../src/services/python/python-service.js';

const code = `
SEEN = []

def keeps(values):
    return sorted(values)

def loses(values):
    unused = 1
    return sorted(set(values))

def remembers(values):
    SEEN.append(len(values))
    return sorted(values)

def deep(values):
    return [] if not values else [values[0], *deep(values[1:])]

PROBLEMS = {"sort": [keeps, loses, remembers], "copy": [deep]}
PROPERTIES = {"sort": [lambda result, values: len(result) == len(values)]}

def cases(n):
    yield "sort", "twins", ([7] * n,)
    yield "copy", "twins", ([7] * n,)
`;

const environment = parseEnvironmentName('python');
const options = {
  ...{ environment, limits: {}, strict: false },
  onProblem: (problem: unknown): void => {
    assert.fail(String(problem));
  },
};

let folder = '';
let found: ReadonlyMap<string, Judged> = new Map();
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pymcp-checks-'));
  await writeFile(join(folder, 'sorting.py'), code);
  const executor = openExecutor(options);
  const remarks = await openRemarks(folder, options);
  try {
    const { collectRemarks } = remarks;
    const service = new AlgorithmsService({ executor, environment, limits: {}, collectRemarks });
    const source = { kind: 'code', name: 'sorting', code } as const;
    const job = { source, functions: [], budgetSeconds: 8 };
    const { functions } = await service.analyse(toCaller('command-line'), 'analyze', job);
    found = new Map(functions.map((one) => [one.measured.name, one]));
  } finally {
    await remarks.close();
    await executor.close();
  }
});
after(async () => {
  await rm(folder, { recursive: true });
});

function check(name: string, wanted: string): { readonly state?: string; readonly detail?: string } {
  return found.get(name)?.checks.find((one) => one.name === wanted) ?? {};
}

describe('checks of an analysis', () => {
  it('are silent of a function that has nothing of what they look for', () => {
    for (const name of ['runs', 'same answers as others', 'arguments', 'determinism', 'global state'])
      assert.equal(check('keeps', name).state, 'ok', name);
    assert.deepEqual(check('keeps', 'complexity'), {
      name: 'complexity',
      state: 'ok',
      detail: 'complexity 1',
    });
  });

  it('show where a function differs from those that solve the same problem, with a small example', () => {
    const detail = 'loses([7, 7]) gives [7], keeps gives [7, 7]';
    assert.deepEqual(check('loses', 'same answers as others'), {
      name: 'same answers as others',
      state: 'failed',
      detail,
    });
    assert.equal(check('loses', 'declared properties').state, 'failed');
    assert.equal(check('keeps', 'declared properties').state, 'ok');
  });

  it('name what it changes besides its result', () => {
    const { state, detail } = check('remembers', 'global state');
    assert.equal(state, 'warning');
    assert.match(detail ?? '', /SEEN of its module/);
  });

  it('warn of a stack that grows with the input', () => {
    assert.equal(check('deep', 'recursion depth').state, 'warning');
  });

  it('have what ruff and pyright remark on the lines of the function, or say why it is missing', () => {
    const { state, detail } = check('loses', 'lint');
    assert.ok(state === 'warning' || state === 'unknown', state);
    if (state === 'warning') assert.match(detail ?? '', /line 8: .*F841/);
    assert.ok(check('keeps', 'diagnostics').state !== undefined);
  });
});
