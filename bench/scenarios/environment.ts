// A run in an environment that a person has made, beside one in the default: what another search path and another folder in the jail cost.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnvironmentName } from '#pymcp/core/names.js';
import { EnvironmentStore } from '#pymcp/execution/environments/environment-store.js';
import type { Arena } from '../arena.js';
import { programs } from '../baselines.js';
import { McpClient } from '../participants/mcp-client.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const inDefault = 'in the default, pool, through MCP stdio';
const inOwn = 'in an environment of one’s own';
const name = 'bench';
/** Of modules that it preloads. */
const modules = 20;

export const environment: Scenario = {
  name: 'environment',
  title: 'A run of `pass` in an environment of one’s own',
  async measure(arena) {
    const home = mkdtempSync(join(tmpdir(), 'pymcp-bench-data-'));
    try {
      await make(arena, home);
      const client = arena.keep(await McpClient.open(['--services', 'python'], { XDG_DATA_HOME: home }));
      const tried = await measureRounds(enter(client), { ...arena.options, warmUp: 5 });
      await client.close();
      const rows = toRows(tried, {
        unit: 'ms',
        reference: inDefault,
        judge: (label, _p50, ratio) => (label === inOwn ? [judge('environmentRun', ratio)] : []),
      });
      return { rows, notes: [] };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

function enter(client: McpClient): Entrant[] {
  const code = programs.pass;
  return [
    { label: inDefault, side: 'ours', measure: () => runThroughMcp(client, { code }) },
    { label: inOwn, side: 'ours', measure: () => runThroughMcp(client, { code, env: name }) },
  ];
}

async function make({ installation }: Arena, home: string): Promise<void> {
  const store = new EnvironmentStore(join(home, 'isolated-pymcp/environments'));
  const environmentName = parseEnvironmentName(name);
  const staged = join(await store.stage(environmentName), 'tree');
  const names = Array.from({ length: modules }, (_, index) => `module_${index}`);
  mkdirSync(join(staged, 'site-packages'), { recursive: true, mode: 0o755 });
  for (const module of names)
    writeFileSync(join(staged, 'site-packages', `${module}.py`), 'def f(x):\n    return x\n', {
      mode: 0o444,
    });
  await store.add(
    {
      ...{ format: 1, name: environmentName, content: 'b'.repeat(64), preload: names, packages: [] },
      ...{ python: installation.interpreter, pythonVersion: installation.version },
      ...{ index: 'http://127.0.0.1/simple/', created: new Date().toISOString() },
    },
    staged,
  );
}
