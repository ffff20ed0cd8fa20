// A call in a session while many others are open: up the stairs and down again, so that a machine that gets slower or
// faster meanwhile decides nothing.
import { sleep } from '#pymcp/host/clock.js';
import { type Arena, python } from '../arena.js';
import { defaultTotalLimits } from '#pymcp/core/limits.js';
import type { Use } from '../library/question.js';
import { totals } from '../library/totals.js';
import { messageOf } from '../message-of.js';
import type { Tried } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const most = 500;
const stairs = [1, 100, most, 100, 1] as const;
const code = '1+1';
const MiB = 1024 * 1024;

const raised: Use = { way: 'sessions', environment: python, total: 'raised', most };
const ordinary: Use = { way: 'sessions', environment: python, total: 'ordinary', most: 2 * most };

const label = (open: number, whom: 'first' | 'next'): string =>
  open === 1 ? '1 open' : `${open} open, ${whom === 'first' ? 'always the same' : 'each in its turn'}`;

export const openSessions: Scenario = {
  name: 'open-sessions',
  title: 'A call of `1+1` with many sessions open, through the library',
  async measure(arena) {
    await arena.closeGateways();
    const tried = await climb(arena);
    const rows = toRows(tried, {
      unit: 'ms',
      reference: label(1, 'next'),
      judge: (name, _p50, ratio) => (name.startsWith(`${most} open`) ? [judge('openSessions', ratio)] : []),
    });
    const { memoryBytes, pids } = totals.raised;
    const raisedTo =
      `the total was raised to ${memoryBytes / MiB} MB and ${pids} processes for this; it is that of the user, and any other ` +
      `gateway that starts meanwhile puts its own in force`;
    return { rows, notes: [raisedTo, await countWhatFits(arena)] };
  },
};

async function climb(arena: Arena): Promise<Tried[]> {
  const library = arena.library(raised);
  const samples = new Map<string, number[]>();
  const failures = new Map<string, string>();
  try {
    for (const open of stairs) {
      const { open: reached, stoppedBy } = await library.open(open);
      if (stoppedBy !== null) {
        for (const whom of ['first', 'next'] as const)
          failures.set(label(open, whom), `with ${reached} open: ${stoppedBy}`);
        continue;
      }
      for (let round = 0; round < arena.options.rounds; round += 1) {
        for (const whom of open === 1 ? (['next'] as const) : (['first', 'next'] as const)) {
          await sleep(arena.options.pauseMs);
          const name = label(open, whom);
          samples.set(name, [...(samples.get(name) ?? []), await library.call(whom, code)]);
        }
      }
    }
  } finally {
    await arena.closeLibrary(raised);
  }
  return [...new Set([...samples.keys(), ...failures.keys()])].map((name) => {
    const why = failures.get(name);
    return {
      label: name,
      side: 'ours',
      outcome:
        why === undefined ? { kind: 'measured', samples: samples.get(name) ?? [] } : { kind: 'failed', why },
    };
  });
}

async function countWhatFits(arena: Arena): Promise<string> {
  const total = `the ordinary total of ${defaultTotalLimits.memoryBytes / MiB} MB and ${defaultTotalLimits.pids} processes`;
  try {
    const { open, stoppedBy } = await arena.library(ordinary).open(2 * most);
    return `in ${total} fit ${open} sessions${stoppedBy === null ? ' and more' : ` (then: ${stoppedBy})`}`;
  } catch (error) {
    return `how many fit in ${total} could not be found: ${messageOf(error)}`;
  } finally {
    await arena.closeLibrary(ordinary);
  }
}
