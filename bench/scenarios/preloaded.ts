// The same with pandas and matplotlib: a template has imported them once, a plain process does each time.
import { type Arena, data } from '../arena.js';
import { programs, toBubblewrapRun, toPlainPython } from '../baselines.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const plain = 'python3 imports them, no jail';
const throughMcp = 'pool, through MCP stdio';
/** An import takes about a second. */
const importEvery = 8;

export const preloaded: Scenario = {
  name: 'preloaded',
  title: 'A run of `import pandas, matplotlib.pyplot`',
  async measure(arena) {
    const tried = await measureRounds(await enter(arena), { ...arena.options, warmUp: 5 });
    const rows = toRows(tried, {
      unit: 'ms',
      reference: plain,
      judge: (label, _p50, ratio) => (label === throughMcp ? [judge('readyPackages', 1 / ratio)] : []),
    });
    return { rows, notes: [] };
  },
};

async function enter(arena: Arena): Promise<Entrant[]> {
  const { guests, installation, bubblewrap, scratch } = arena;
  const code = programs.importPackages;
  const cold = arena.library({ way: 'cold', environment: data });
  const pooled = arena.library({ way: 'pooled', environment: data });
  const client = await arena.mcp();
  return [
    {
      label: plain,
      side: 'baseline',
      every: importEvery,
      measure: () => guests.timeOnce(toPlainPython(installation, code)),
    },
    {
      label: 'bwrap … python3 imports them',
      side: 'baseline',
      every: importEvery,
      measure: () => guests.timeOnce(toBubblewrapRun(bubblewrap, installation, code, scratch)),
    },
    { label: 'cold fork, through the library', side: 'ours', measure: () => cold.run(code) },
    { label: 'pool, through the library', side: 'ours', measure: () => pooled.run(code) },
    { label: throughMcp, side: 'ours', measure: () => runThroughMcp(client, { code, env: data }) },
  ];
}
