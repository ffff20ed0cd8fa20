// bench/launcher.py as a process: it starts and times the baselines under the user id that our sandboxes have.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Identity } from '../src/host/process-identity.js';
import { packageRoot } from '../src/host/package-root.js';
import { spawnProcess } from '../src/host/spawn-process.js';

export interface Launcher {
  /** Milliseconds from the start of a program until it has been reaped. */
  timeOnce(argv: readonly string[]): Promise<number>;
  /** Milliseconds for `count` runs, `atOnce` at a time. */
  timeMany(argv: readonly string[], count: number, atOnce: number): Promise<number>;
  close(): Promise<void>;
}

/** @param identity null: as ourselves. The caller closes it. */
export function openLauncher(interpreter: string, identity: Identity | null): Launcher {
  // As an argument: the guest's user id may not be able to read this folder.
  const source = readFileSync(join(packageRoot(), 'bench/launcher.py'), 'utf8');
  const child = spawnProcess({
    file: interpreter,
    args: ['-I', '-c', source],
    env: {},
    identity,
    inputs: [],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: object): Promise<number> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const answer: IteratorResult<string, unknown> = await answers.next();
    if (answer.done === true) throw new Error(`the launcher of the baselines ended: ${words.trim()}`);
    return JSON.parse(answer.value) as number;
  };
  return {
    timeOnce: (argv) => ask({ once: argv }),
    timeMany: (argv, count, atOnce) => ask({ many: argv, count, atOnce }),
    async close() {
      child.stdin.end();
      await child.ended;
    },
  };
}
