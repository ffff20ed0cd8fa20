// The library in a process of its own, as a gateway has it; bench/library/worker.ts is its other end.
import { join } from 'node:path';
import type { ExecutionResult } from '#pymcp/core/execution-result.js';
import { packageRoot } from '#pymcp/host/package-root.js';
import type { Opened, Question, Use } from '../library/question.js';
import { inheritedEnvironment } from './inherited-environment.js';
import { openLineProcess } from './line-process.js';

export type Held = Pick<ExecutionResult, 'isolation' | 'limits'>;

export interface Library {
  readonly pid: number;
  run(code: string): Promise<number>;
  many(code: string, count: number, atOnce: number): Promise<number>;
  held(): Promise<Held>;
  wait(count: number): Promise<void>;
  open(count: number): Promise<Opened>;
  namespaces(): Promise<readonly string[]>;
  call(whom: 'first' | 'next', code: string): Promise<number>;
  close(): Promise<void>;
}

/** The caller closes it. */
export function openLibrary(use: Use): Library {
  const worker = join(packageRoot(), 'dist/bench/library/worker.js');
  const { pid, ask, close } = openLineProcess({
    name: `the library (${use.way})`,
    argv: [process.execPath, worker, JSON.stringify(use)],
    env: inheritedEnvironment(),
    identity: null,
  });
  // The other end is ours: its answers are what question.ts says.
  const put = (question: Question): Promise<unknown> => ask(question);
  return {
    pid,
    run: async (code) => (await put({ what: 'run', code })) as number,
    many: async (code, count, atOnce) => (await put({ what: 'many', code, count, atOnce })) as number,
    held: async () => (await put({ what: 'held' })) as Held,
    async wait(count) {
      await put({ what: 'wait', count });
    },
    open: async (count) => (await put({ what: 'open', count })) as Opened,
    namespaces: async () => (await put({ what: 'namespaces' })) as readonly string[],
    call: async (whom, code) => (await put({ what: 'call', whom, code })) as number,
    close,
  };
}
