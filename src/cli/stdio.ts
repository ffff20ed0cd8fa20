// `pymcp stdio`: serves one MCP client over stdin and stdout, and ends with it.
import type { Command } from 'commander';
import { parseEnvironmentName } from '../core/names.js';
import { sleep } from '../host/clock.js';
import type { PythonService } from '../services/python/python-service.js';
import { openChosenWorkspace, type WorkspaceOptions } from './open-chosen-workspace.js';
import { parseMegabytes, parseSeconds } from './parse-limits.js';
import { parseIdleSeconds, parseSessionCount } from './parse-session-bounds.js';
import { reportError } from './report-error.js';
import { reserveStdout } from './reserve-stdout.js';

interface StdioOptions extends WorkspaceOptions {
  readonly timeout?: string;
  readonly memory?: string;
  readonly env: string;
  readonly sessions: string;
  readonly sessionIdle: string;
  readonly strict?: true;
}

/** Nothing of a client that has gone is left after this, or the kernel ends it with us. */
const leaveMs = 2_000;

export function addStdioCommand(program: Command): void {
  program
    .command('stdio')
    .summary('serve an MCP client over stdin and stdout')
    .description(
      'Serves the Model Context Protocol over stdin and stdout, for the configuration of an MCP client. The client gets ' +
        'the tool run_python, whose calls run in a fresh jail each or in a session that keeps its state, and the tools of ' +
        'sessions. It ends when the client closes its input or goes away, and takes every run and session with it.',
    )
    .option('--timeout <seconds>', 'end a program after this time, where the call names none (default: 30)')
    .option('--memory <MB>', 'memory of the whole sandbox (default: 512)')
    .option('--env <name>', 'Python environment, where the call names none', 'python')
    .option('--workspace <dir>', 'show a folder to the programs, as /workspace')
    .option('--writable', 'let the programs write to the workspace')
    .option('--sessions <n>', 'sessions at once; beyond it the one that was idle longest is closed', '16')
    .option('--session-idle <seconds>', 'close a session that was not used for this time', '1800')
    .option('--strict', 'refuse to run where a limit is not enforced by the kernel')
    .action(serve);
}

async function serve(options: StdioOptions): Promise<void> {
  const output = reserveStdout();
  // A client that does not read our diagnostics is still served.
  process.stderr.on('error', () => undefined);
  const told = whenTold();
  // Loaded here: `pymcp run` needs neither the protocol nor its schemas.
  const [{ PythonService }, { serveStdio }, { toPythonMcpService }] = await Promise.all([
    import('../services/python/python-service.js'),
    import('../mcp/serve-stdio.js'),
    import('../mcp/python-mcp-service.js'),
  ]);
  // What a person has written wrongly ends us here; a jail that cannot be set up is told to each call, because a client
  // shows the answer to a call and seldom why a server has ended.
  const service = new PythonService({
    environment: parseEnvironmentName(options.env),
    limits: {
      ...(options.timeout === undefined ? {} : { wallMs: parseSeconds(options.timeout) }),
      ...(options.memory === undefined ? {} : { memoryBytes: parseMegabytes(options.memory) }),
    },
    ...(await openChosenWorkspace(options)),
    sessions: {
      most: parseSessionCount(options.sessions),
      idleMs: parseIdleSeconds(options.sessionIdle),
    },
    strict: options.strict === true,
    onProblem: reportError,
  });
  const client = serveStdio([toPythonMcpService(service)], process.stdin, output, warn);
  await Promise.race([client.gone, told]);
  process.exit(await leave(service));
}

/** What the client did that the protocol has no answer for: nothing of ours, but of use to whoever looks for a fault. */
function warn({ message }: Error): void {
  process.stderr.write(`warning: ${JSON.stringify(message.slice(0, 500))}\n`);
}

/** Returns the exit code. Whoever asked has gone, so that an end that takes too long is left to the kernel. */
async function leave(service: PythonService): Promise<number> {
  try {
    await Promise.race([service.close(), sleep(leaveMs)]);
    return 0;
  } catch (error) {
    return reportError(error);
  }
}

/** Resolves at the first signal that asks us to end. */
function whenTold(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
}
