// A run with no state: the least that Python can do, in each kind of jail.
import { type Arena, python } from '../arena.js';
import { programs, toBubblewrapRun, toPlainPython } from '../baselines.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import type { Entrant } from '../rounds.js';
import { measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const plain = 'python3 -I -c pass, no jail';
const throughMcp = 'pool, through MCP stdio';

export const stateless: Scenario = {
  name: 'stateless',
  title: 'A run of `pass`',
  async measure(arena) {
    const tried = await measureRounds(await enter(arena), { ...arena.options, warmUp: 5 });
    const rows = toRows(tried, {
      unit: 'ms',
      reference: plain,
      judge: (label, _p50, ratio) => (label === throughMcp ? [judge('statelessRun', ratio)] : []),
    });
    return { rows, notes: [] };
  },
};

async function enter(arena: Arena): Promise<Entrant[]> {
  const { guests, installation, bubblewrap } = arena;
  const program = programs.pass;
  const cold = arena.library({ way: 'cold', environment: python });
  const pooled = arena.library({ way: 'pooled', environment: python });
  const client = await arena.mcp();
  const jail = toBubblewrapRun(bubblewrap, installation, program);
  return [
    { label: plain, side: 'baseline', measure: () => guests.timeOnce(toPlainPython(installation, program)) },
    { label: 'bwrap … python3 -I -c pass', side: 'baseline', measure: () => guests.timeOnce(jail) },
    { label: 'cold fork, through the library', side: 'ours', measure: () => cold.run(program) },
    { label: 'pool, through the library', side: 'ours', measure: () => pooled.run(program) },
    { label: throughMcp, side: 'ours', measure: () => runThroughMcp(client, { code: program }) },
  ];
}
