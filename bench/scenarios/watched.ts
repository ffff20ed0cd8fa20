// What the audit log and redaction add to a warm run and to a call in a session: two gateways, one with both and one with neither.
import { randomBytes } from 'node:crypto';
import { type Arena, python } from '../arena.js';
import { programs } from '../baselines.js';
import { McpClient } from '../participants/mcp-client.js';
import { createMcpSession } from '../participants/mcp-session.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { toRows } from '../to-rows.js';

const secretCount = 10;
/** As much as is shown of a run, and no secret in it. */
const printing = "print(('0123456789 abcdef ' * 6 + chr(10)) * 400)";

const kinds = [
  { name: 'a run of `pass`', code: programs.pass, inSession: false },
  { name: 'a call of `1+1` in a session', code: '1+1', inSession: true },
  { name: 'a run that prints 46 KB', code: printing, inSession: false },
] as const;

type Kind = (typeof kinds)[number];

export const watched: Scenario = {
  name: 'watched',
  title: `The audit log and redaction, ${secretCount} secrets known, against neither`,
  async measure(arena) {
    const [without, withBoth] = await Promise.all([openWithout(arena), openWithBoth(arena)]);
    const [plainId, watchedId] = [
      await createMcpSession(without, python),
      await createMcpSession(withBoth, python),
    ];
    const rows = [];
    for (const kind of kinds) {
      const reference = `${kind.name}, neither`;
      const entrants: Entrant[] = [
        { label: reference, side: 'baseline', measure: toMeasure(without, kind, plainId) },
        { label: `${kind.name}, both`, side: 'ours', measure: toMeasure(withBoth, kind, watchedId) },
      ];
      const tried = await measureRounds(entrants, { ...arena.options, warmUp: 10 });
      rows.push(...toRows(tried, { unit: 'ms', reference }));
    }
    return { rows, notes: [] };
  },
};

function toMeasure(client: McpClient, { code, inSession }: Kind, id: string): () => Promise<number> {
  const args = inSession ? { code, session_id: id } : { code };
  return () => runThroughMcp(client, args, inSession ? '2' : undefined);
}

async function openWithout(arena: Arena): Promise<McpClient> {
  return arena.keep(await McpClient.open(['--no-audit', '--redact', '']));
}

async function openWithBoth(arena: Arena): Promise<McpClient> {
  const names = Array.from({ length: secretCount }, (_, index) => `BENCH_KEY_${index}`);
  const values = names.map((name) => [name, `ghp_${randomBytes(27).toString('base64url')}`] as const);
  const client = await McpClient.open(['--redact', names.join(',')], Object.fromEntries(values));
  return arena.keep(client);
}
