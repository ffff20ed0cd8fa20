import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAllowedPackages } from '../../core/allowed-packages.js';
import { isScriptEnvironment } from '../../core/script-environment.js';
import { openScriptEnvironments, type ScriptMaker, type ScriptPlan } from './script-environments.js';

const block = (...lines: readonly string[]): string =>
  `# /// script\n${lines.map((line) => `# ${line}\n`).join('')}# ///\nprint()\n`;
const asking = (...names: readonly string[]): string => block(`dependencies = ${JSON.stringify(names)}`);

interface Stage {
  readonly maker: ScriptMaker;
  readonly plans: ScriptPlan[];
  readonly made: Map<string, readonly { name: string; version: string }[]>;
  asked: number;
}

function stage(found: readonly { name: string; version: string }[]): Stage {
  const made: Stage['made'] = new Map();
  const plans: ScriptPlan[] = [];
  const stage: Stage = {
    ...{ plans, made, asked: 0 },
    maker: {
      ...{ index: 'https://x.example/simple/', interpreter: '/usr/bin/python3' },
      pythonVersion: () => {
        stage.asked += 1;
        return Promise.resolve('3.11.2');
      },
      find: (name) => made.get(name) ?? null,
      make: async (plan) => {
        plans.push(plan);
        await new Promise(setImmediate);
        plan.review(found);
        made.set(plan.name, found);
      },
    },
  };
  return stage;
}

const allowing = (list: string): { packages: ReturnType<typeof parseAllowedPackages> } => ({
  packages: parseAllowedPackages(list),
});

describe('the environments of scripts', () => {
  it('are none where a program asks for none, and nothing is asked then', async () => {
    const { maker, plans, ...rest } = stage([]);
    const scripts = openScriptEnvironments(allowing(''), maker);
    for (const code of ['print()', '# /// script', block('[tool.x]', 'a = 1'), block('dependencies = []')])
      assert.equal(await scripts.find(code), null);
    assert.deepEqual([plans.length, rest.asked], [0, 0]);
  });

  it('are made once, for all that ask for the same in any order and spelling, also at once', async () => {
    const { maker, plans } = stage([
      { name: 'a-b', version: '1.0' },
      { name: 'c', version: '2.0' },
    ]);
    const scripts = openScriptEnvironments(allowing('a-b, c'), maker);
    const codes = [asking('A_b>=1', 'c'), asking('c', 'a.b >= 1'), asking('c', 'c', 'a-b>=1')];
    const names = await Promise.all([...codes, ...codes].map((code) => scripts.find(code)));
    assert.equal(new Set(names).size, 1);
    assert.ok(isScriptEnvironment(names[0] ?? ''));
    assert.deepEqual(
      plans.map(({ requirements }) => requirements),
      ['a-b>=1\nc'],
    );
    assert.notEqual(await scripts.find(asking('c')), names[0]);
  });

  it('are refused where a name is not allowed, before anything is made, and what comes with it is judged too', async () => {
    const { maker, plans, made } = stage([
      { name: 'a', version: '1.0' },
      { name: 'needed', version: '1.0' },
    ]);
    await assert.rejects(openScriptEnvironments(allowing(''), maker).find(asking('a')), {
      code: 'script.not-allowed',
      hint: /--script-packages 'a'/,
    });
    assert.equal(plans.length, 0);
    await assert.rejects(openScriptEnvironments(allowing('a'), maker).find(asking('a')), {
      code: 'script.not-allowed',
      hint: /--script-packages 'a, needed'/,
    });
    assert.equal(made.size, 0);
    assert.ok(await openScriptEnvironments(allowing('a,needed'), maker).find(asking('a')));
  });

  it('that are there are judged by the policy of now', async () => {
    const { maker, plans } = stage([{ name: 'a', version: '1.0' }]);
    await openScriptEnvironments(allowing('a'), maker).find(asking('a'));
    await openScriptEnvironments(allowing('a'), maker).find(asking('a'));
    assert.equal(plans.length, 1);
    await assert.rejects(openScriptEnvironments(allowing('a>=2'), maker).find(asking('a')), {
      code: 'script.not-allowed',
    });
    assert.equal(plans.length, 2);
  });

  it('are for the Python that is there', async () => {
    const { maker } = stage([]);
    const scripts = openScriptEnvironments(allowing(''), maker);
    assert.equal(await scripts.find(block('requires-python = ">=3.9,<4"')), null);
    await assert.rejects(scripts.find(block('requires-python = ">=3.12"')), {
      code: 'script.python-unmet',
      message: />=3\.12.*3\.11\.2/,
    });
    await assert.rejects(scripts.find(block('requires-python = "new"')), { code: 'script.block-invalid' });
  });
});
