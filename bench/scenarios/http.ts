// A call that runs nothing over HTTP, against a server of the protocol's library with one empty tool: what tokens, bounds and the
// rest of the gateway add. In both eras, each against its own.
import type { Arena } from '../arena.js';
import { emptyTool } from '../http/empty-tool.js';
import { type Era, eras } from '../http/tool-call.js';
import { openBareServer } from '../participants/bare-server.js';
import { HttpClients } from '../participants/http-clients.js';
import { openServedGateway } from '../participants/served-gateway.js';
import type { Row, Side } from '../report.js';
import { measureRounds, type Tried } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const many = 64;
/** Of one client in each round. Its first one, which wakes the processors up after the rest, does not count. */
const callsInTurn = 20;
/** Of all clients together in each round. */
const callsAtOnce = 1500;
/** The compiler of Node.js has seen what is called often. */
const warmUp = 50;
const roundsPerRound = 10;
const bounds = [
  ['--concurrent-calls', many],
  ['--total-concurrent-calls', many],
  ['--connections', 2 * 2 * many],
]
  .flat()
  .map(String);

interface Contest {
  readonly era: Era;
  readonly side: Side;
  readonly clients: HttpClients;
}

export const http: Scenario = {
  name: 'http',
  title: 'A call that runs nothing, over HTTP with connections that stay open',
  async measure(arena) {
    if (!hasBareServer()) return { rows: eras.map(toAbsent), notes: [] };
    const closers: (() => unknown)[] = [];
    try {
      const contests = await enter(arena, closers);
      return {
        rows: [...(await measureOne(arena, contests)), ...(await measureMany(arena, contests))],
        notes: [
          `in each round one client makes ${callsInTurn} calls one after the other, and ${many} clients, each with a ` +
            `connection of its own, make ${callsAtOnce} together`,
          "the client's own time is in all figures, and the same for both",
        ],
      };
    } finally {
      await Promise.all(closers.map((close) => close()));
    }
  },
};

/** The package as it is installed has only what it needs itself. */
function hasBareServer(): boolean {
  try {
    import.meta.resolve('@modelcontextprotocol/node');
    return true;
  } catch {
    return false;
  }
}

function toAbsent(era: Era): Row {
  const why = 'it is made with @modelcontextprotocol/node; a checkout has it (make bench)';
  return { kind: 'absent', side: 'baseline', label: toLabel(era, 'baseline', 'one client'), why };
}

/** @param closers gets what closes each participant, as it opens */
async function enter(arena: Arena, closers: (() => unknown)[]): Promise<Contest[]> {
  const gateway = arena.keep(await openServedGateway(bounds));
  closers.push(gateway.close);
  const token = await gateway.makeToken('bench');
  const contests: Contest[] = [];
  for (const era of eras) {
    const bare = arena.keep(await openBareServer(era));
    closers.push(bare.close);
    for (const side of ['baseline', 'ours'] as const) {
      const { url } = side === 'ours' ? gateway : bare;
      const clients = await HttpClients.open({ url, era, token }, many);
      closers.push(() => {
        clients.close();
      });
      contests.push({ era, side, clients });
    }
  }
  return contests;
}

async function measureOne({ options }: Arena, contests: readonly Contest[]): Promise<Row[]> {
  const contestants = contests.map(({ era, side, clients }) => ({
    label: toLabel(era, side, 'one client'),
    side,
    measure: async () => (await clients.callInTurn(1 + callsInTurn)).slice(1),
  }));
  const tried = await measureRounds(contestants, { ...options, warmUp });
  return eras.flatMap((era) =>
    toRows(ofEra(tried, era), {
      unit: 'ms',
      reference: toLabel(era, 'baseline', 'one client'),
      judge: (label, _p50, ratio) =>
        label === toLabel(era, 'ours', 'one client') ? [judge('emptyCall', ratio)] : [],
    }),
  );
}

async function measureMany({ options }: Arena, contests: readonly Contest[]): Promise<Row[]> {
  const whom = `${many} clients`;
  const contestants = contests.map(({ era, side, clients }) => ({
    label: toLabel(era, side, whom),
    side,
    measure: () => clients.callAtOnce(callsAtOnce),
  }));
  const rounds = Math.max(2, Math.ceil(options.rounds / roundsPerRound));
  const tried = await measureRounds(contestants, { ...options, rounds, warmUp: 1 });
  return eras.flatMap((era) =>
    toRows(ofEra(tried, era), { unit: '/s', reference: toLabel(era, 'baseline', whom) }),
  );
}

function toLabel(era: Era, side: Side, whom: string): string {
  return `${era}, ${whom}: ${side === 'ours' ? emptyTool : 'bare SDK server'}`;
}

/** All take turns in the same rounds; each is compared within its era. */
function ofEra(tried: readonly Tried[], era: Era): Tried[] {
  return tried.filter(({ label }) => label.startsWith(era));
}
