// A server over HTTP in a process of its own: one that says in its first line where it listens, as `pymcp serve --json`.
import { createInterface } from 'node:readline';
import { isWithin, startTimer } from '#pymcp/host/clock.js';
import { spawnProcess } from '#pymcp/host/spawn-process.js';

export interface HttpServer {
  readonly pid: number;
  /** Such as `http://127.0.0.1:40001/mcp`. */
  readonly url: string;
  /** Ends it; may be called again. */
  readonly close: () => Promise<void>;
}

export interface HttpServerOptions {
  /** What it is called when it fails. */
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const mostStartMs = 60_000;
const mostLeaveMs = 15_000;

/** The caller closes it. */
export async function openHttpServer({ name, argv, env }: HttpServerOptions): Promise<HttpServer> {
  const [file = '', ...args] = argv;
  const child = spawnProcess({ file, args, env, identity: null, inputs: [] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4_000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const late = startTimer(mostStartMs);
  void late.passed.then(child.kill);
  const first: IteratorResult<string, unknown> = await lines.next();
  late.stop();
  if (first.done === true) {
    child.kill();
    throw new Error(`${name} did not start: ${words.trim()}`);
  }
  return {
    pid: child.pid,
    url: (JSON.parse(first.value) as { readonly urls: readonly string[] }).urls[0] ?? '',
    async close() {
      child.stdin.end();
      if (!(await isWithin(child.ended, mostLeaveMs))) child.kill();
      await child.ended;
    },
  };
}
