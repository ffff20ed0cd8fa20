// A call in a session that is open, against a process of its own for each step.
import { python } from '../arena.js';
import { programs, toPlainPython } from '../baselines.js';
import { closeMcpSession, createMcpSession } from '../participants/mcp-session.js';
import { runThroughMcp } from '../participants/run-through-mcp.js';
import { measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const plain = 'python3 -I -c pass, no jail';
const call = 'session call 1+1, through MCP stdio';

export const sessionCall: Scenario = {
  name: 'session-call',
  title: 'A call of `1+1` in a session',
  async measure(arena) {
    const { guests, installation, options } = arena;
    const client = await arena.mcp();
    const id = await createMcpSession(client, python);
    const argv = toPlainPython(installation, programs.pass);
    try {
      const tried = await measureRounds(
        [
          { label: plain, side: 'baseline', measure: () => guests.timeOnce(argv) },
          {
            label: call,
            side: 'ours',
            measure: () => runThroughMcp(client, { code: '1+1', session_id: id }, '2'),
          },
        ],
        { ...options, warmUp: 5 },
      );
      const rows = toRows(tried, {
        unit: 'ms',
        reference: plain,
        judge: (label, p50, ratio) =>
          label === call ? [judge('sessionCall', p50), judge('sessionCallRatio', ratio)] : [],
      });
      return { rows, notes: [] };
    } finally {
      await closeMcpSession(client, id);
    }
  },
};
