// Runs per second with several callers, every run in a jail of its own.
import { type Arena, python } from '../arena.js';
import { programs, toBubblewrapRun } from '../baselines.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Row } from '../report.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { timeConcurrently } from '../time-concurrently.js';
import { toRows } from '../to-rows.js';

const callers = [1, 2, 8, 32] as const;
/** Many more than wait in a pool: what it had in store decides nothing. */
const runs = 150;
const roundsPerRound = 20;

export const throughput: Scenario = {
  name: 'throughput',
  title: 'Runs of `pass` per second, each in a jail of its own',
  async measure(arena) {
    const rows: Row[] = [];
    for (const atOnce of callers) rows.push(...(await measureAt(arena, atOnce)));
    return { rows, notes: [`${runs} runs in each round`] };
  },
};

async function measureAt(arena: Arena, atOnce: number): Promise<Row[]> {
  const name = (who: string): string => `${atOnce} ${atOnce === 1 ? 'caller' : 'callers'}: ${who}`;
  const reference = name('one bwrap per run');
  const library = name('pool, through the library');
  const throughMcp = name('pool, through MCP stdio');
  const pooled = arena.library({ way: 'pooled', environment: python });
  const client = await arena.mcp();
  const jail = toBubblewrapRun(arena.bubblewrap, arena.installation, programs.pass);
  const code = programs.pass;
  const perSecond = async (taken: Promise<number>): Promise<number> => (runs / (await taken)) * 1000;
  const entrants: Entrant[] = [
    {
      label: reference,
      side: 'baseline',
      measure: () => perSecond(arena.guests.timeMany(jail, runs, atOnce)),
    },
    { label: library, side: 'ours', measure: () => perSecond(pooled.many(code, runs, atOnce)) },
    {
      label: throughMcp,
      side: 'ours',
      measure: () => perSecond(timeConcurrently(() => runThroughMcp(client, { code }), runs, atOnce)),
    },
  ];
  const { rounds, pauseMs } = arena.options;
  const tried = await measureRounds(entrants, {
    rounds: Math.max(2, Math.ceil(rounds / roundsPerRound)),
    warmUp: 0,
    // What the last one left to do is done: its pool is full again, its groups are gone.
    pauseMs: Math.max(pauseMs, 500),
  });
  return toRows(tried, {
    unit: '/s',
    reference,
    judge: (label, _p50, ratio) => (label === reference ? [] : [judge('throughput', ratio)]),
  });
}
