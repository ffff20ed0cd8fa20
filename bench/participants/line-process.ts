// A process that answers each line of JSON with one: what is timed is timed inside it, without this process's weight.
import { createInterface } from 'node:readline';
import { sleep } from '#pymcp/host/clock.js';
import type { Identity } from '#pymcp/host/process-identity.js';
import { spawnProcess } from '#pymcp/host/spawn-process.js';

export interface LineProcess {
  readonly pid: number;
  /** One question at a time. @throws with the answer's words where it is `{"failed": words}` */
  readonly ask: (question: object) => Promise<unknown>;
  /** Ends it. */
  readonly close: () => Promise<void>;
}

export interface LineProcessOptions {
  /** What it is called when it fails. */
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** null: as ourselves. */
  readonly identity: Identity | null;
}

/** Nothing that is measured takes so long: a run of the benchmarks ends, whatever hangs. */
const mostAnswerMs = 180_000;
const mostLeaveMs = 15_000;

/** The caller closes it. */
export function openLineProcess({ name, argv, env, identity }: LineProcessOptions): LineProcess {
  const [file = '', ...args] = argv;
  const child = spawnProcess({ file, args, env, identity, inputs: [] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const killAfter = async (ms: number, done: AbortSignal): Promise<void> => {
    await sleep(ms, done);
    if (!done.aborted) child.kill();
  };
  return {
    pid: child.pid,
    async ask(question) {
      const answered = new AbortController();
      void killAfter(mostAnswerMs, answered.signal);
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const answer: IteratorResult<string, unknown> = await answers.next();
      answered.abort();
      if (answer.done === true) throw new Error(`${name} ended: ${words.trim()}`);
      return takeAnswer(JSON.parse(answer.value));
    },
    async close() {
      const gone = new AbortController();
      child.stdin.end();
      void killAfter(mostLeaveMs, gone.signal);
      await child.ended;
      gone.abort();
    },
  };
}

function takeAnswer(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'failed' in answer) {
    throw new Error(String(answer.failed));
  }
  return answer;
}
