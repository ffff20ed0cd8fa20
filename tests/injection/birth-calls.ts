// The system calls of a birth, as strace sees them: what each of the processes calls from when it is forked until the sandbox
// is ready. So a call that is added to the seal is made to fail without further doing.
import assert from 'node:assert/strict';
import { childrenOf } from '../../src/host/process-tree.js';
import type { Gateway } from '../support/gateway.js';
import { templatesOf } from '../support/host-processes.js';
import { attachStrace } from '../support/strace.js';

export interface BirthCall {
  readonly name: string;
  /** Which of the calls of this name by this process; strace counts so too. */
  readonly ordinal: number;
  /** As strace writes it. */
  readonly line: string;
  /** Init is the reaper once it has forked the agent, which no longer waits for it. */
  readonly by: 'template' | 'init' | 'reaper' | 'agent';
}

export interface Birth {
  readonly calls: readonly BirthCall[];
  /** Those that cannot be made to fail alone: the same count of the same call comes up in the template, or in init before. */
  readonly shadowed: readonly BirthCall[];
}

export function templateOf(gateway: number): number {
  const [pid, ...more] = templatesOf(gateway).flatMap((bubblewrap) => childrenOf(bubblewrap));
  assert.ok(pid !== undefined && more.length === 0);
  return pid;
}

/** @param end resolves when nothing of a run is left */
export async function traceBirth(gateway: Gateway, end: () => Promise<void>): Promise<Birth> {
  const template = templateOf(process.pid);
  const strace = await attachStrace(template, []);
  await gateway.run('1');
  await end();
  const traced = await strace.detach();
  const linesOf = (sign: string): string[] =>
    [...traced.values()].find((lines) => lines.some((line) => line.includes(sign))) ?? [];
  const init = countCalls(linesOf('pivot_root('), 'init', (line) => line.startsWith('poll('));
  const agent = countCalls(linesOf('\\"type\\": \\"ready\\"'), 'agent', (line) =>
    line.includes('\\"ready\\"'),
  );
  const before = countCalls(traced.get(template) ?? [], 'template', () => false);
  const isIn = (calls: readonly BirthCall[], { name, ordinal }: BirthCall): boolean =>
    calls.some((call) => call.name === name && call.ordinal === ordinal);
  const isShadowed = (call: BirthCall): boolean =>
    isIn(before, call) || (call.by === 'agent' && isIn(init, call));
  const all = [...init, ...agent];
  return {
    calls: all.filter((call) => !isShadowed(call)),
    shadowed: all.filter(isShadowed),
  };
}

function countCalls(
  lines: readonly string[],
  by: BirthCall['by'],
  isEnd: (line: string) => boolean,
): BirthCall[] {
  const counts = new Map<string, number>();
  let who = by;
  const end = lines.findIndex(isEnd);
  return lines.slice(0, end === -1 ? undefined : end).flatMap((line) => {
    const name = /^(\w+)\(/.exec(line)?.[1];
    if (name === undefined) return [];
    const ordinal = (counts.get(name) ?? 0) + 1;
    counts.set(name, ordinal);
    const call = { name, ordinal, line, by: who };
    if (by === 'init' && name === 'clone') who = 'reaper';
    return [call];
  });
}
