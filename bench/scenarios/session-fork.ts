// A copy of a session that has 100 MB of live data, until it is there and until it has answered.
import { data } from '../arena.js';
import type { McpClient } from '../participants/mcp-client.js';
import { closeMcpSession, createMcpSession, forkMcpSession } from '../participants/mcp-session.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const fork = 'fork_session, through MCP stdio';

/** Every page of the array is written, none is a zero page that the kernel shares anyway. */
const fill =
  'import numpy\nlive = numpy.random.default_rng(1).random(13_107_200)\nlive[0] = 1.0\nlive.nbytes';
const filledBytes = String(13_107_200 * 8);
/** The copy changes what it has; the original must not see it. */
const change = 'live[0] = -1.0\nfloat(live[0])';

export const sessionFork: Scenario = {
  name: 'session-fork',
  title: 'A fork of a session with 100 MB of live data',
  async measure(arena) {
    const client = await arena.mcp();
    const id = await createMcpSession(client, data);
    try {
      await runThroughMcp(client, { code: fill, session_id: id }, filledBytes);
      const tried = await measureRounds(
        [
          { label: fork, side: 'ours', measure: () => timeFork(client, id) },
          {
            label: 'and the first call of the copy',
            side: 'ours',
            measure: () => timeForkAndCall(client, id),
          },
        ],
        { ...arena.options, warmUp: 2 },
      );
      await runThroughMcp(client, { code: 'float(live[0])', session_id: id }, '1.0');
      const rows = toRows(tried, {
        unit: 'ms',
        reference: null,
        judge: (label, p50) => (label === fork ? [judge('sessionFork', p50)] : []),
      });
      return { rows, notes: ['the original was asked at the end and had not changed'] };
    } finally {
      await closeMcpSession(client, id);
    }
  },
};

async function timeFork(client: McpClient, original: string): Promise<number> {
  const copy = await forkMcpSession(client, original);
  await closeMcpSession(client, copy.id);
  return copy.ms;
}

async function timeForkAndCall(client: McpClient, original: string): Promise<number> {
  const copy = await forkMcpSession(client, original);
  const ms = await runThroughMcp(client, { code: change, session_id: copy.id }, '-1.0');
  await closeMcpSession(client, copy.id);
  return copy.ms + ms;
}
