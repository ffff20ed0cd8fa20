// What a gateway in a process of its own still holds after a full collection. Its resident memory tells less: V8 lets the
// heap grow until it sees a reason to collect, so that a process at work doubles over a minute without a leak.
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;

export interface LiveMemory {
  /** For the environment of the process to look at. */
  readonly nodeOptions: string;
  /** Bytes that live in its heap and in its buffers. */
  readonly ask: (child: ChildProcess) => Promise<number>;
  readonly end: () => void;
}

/** Node.js with this option collects what is dead at SIGUSR2 and writes down what is left. */
export function watchLiveMemory(): LiveMemory {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-live-memory-'));
  const answer = join(folder, 'answer');
  const hook = `
    import { renameSync, writeFileSync } from 'node:fs';
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    process.on('SIGUSR2', async () => {
      // What the first one finalizes, later ones free.
      for (let turn = 0; turn < 3; turn += 1) {
        collect();
        await new Promise((resolve) => setImmediate(resolve));
      }
      const { heapUsed, external } = process.memoryUsage();
      writeFileSync(${JSON.stringify(`${answer}.part`)}, String(heapUsed + external));
      renameSync(${JSON.stringify(`${answer}.part`)}, ${JSON.stringify(answer)});
    });`;
  return {
    nodeOptions: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
    async ask(child) {
      rmSync(answer, { force: true });
      child.kill('SIGUSR2');
      const until = performance.now() + patienceMs;
      while (!existsSync(answer)) {
        if (performance.now() > until) throw new Error('the gateway does not say what memory it holds');
        await delay(20);
      }
      return Number(readFileSync(answer, 'utf8'));
    },
    end: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
