// `pymcp stdio`: serves one MCP client over stdin and stdout, and ends with it.
import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { PymcpError } from '../core/errors.js';
import { parseServiceNames, type ServiceName } from '../core/service-names.js';
import { sleep } from '../host/clock.js';
import { addGatewayOptions, readSettings } from './gateway-options.js';
import type { PythonGateway } from './open-python-gateway.js';
import { reserveStdout } from './reserve-stdout.js';
import { whenTold } from './when-told.js';

interface StdioOptions {
  readonly attach?: true;
  readonly services?: string;
  /** Of `--no-audit`: true where it was not given. */
  readonly audit: boolean;
}

/** Nothing of a client that has gone is left after this, or the kernel ends it with us. */
const leaveMs = 2_000;

export function addStdioCommand(program: Command): void {
  const command = program
    .command('stdio')
    .summary('serve an MCP client over stdin and stdout')
    .description(
      'Serves the Model Context Protocol over stdin and stdout, for the configuration of an MCP client. The client gets ' +
        'the tool run_python, whose calls run in a fresh jail each or in a session that keeps its state, and the tools of ' +
        'sessions. It ends when the client closes its input or goes away, and takes every run and session with it.',
    );
  addGatewayOptions(command)
    .option('--attach', 'join the gateway that this user serves (pymcp serve) instead of starting one')
    .action(async (options: StdioOptions) => {
      const output = reserveStdout();
      // A client that does not read our diagnostics is still served.
      process.stderr.on('error', () => undefined);
      await (options.attach === true ? join(options, output) : serve(options, output));
    });
}

/** Nothing of ours outlives the connection: what it made ends with it, there. */
async function join(options: StdioOptions, output: Writable): Promise<void> {
  const services = toAttachedServices(options);
  const { attach } = await import('../mcp/http/attach.js');
  const { first: told } = whenTold();
  await Promise.race([attach(services, process.stdin, output), told]);
  process.exit(0);
}

/** The gateway has settings of its own; this connection chooses among its services only. */
function toAttachedServices({
  attach: _,
  services,
  audit,
  ...others
}: StdioOptions): readonly ServiceName[] | null {
  const names = [...Object.keys(others), ...(audit ? [] : ['no-audit'])];
  if (names.length > 0)
    throw new PymcpError(
      'usage.invalid',
      `--attach joins a gateway that has its own settings, and ${names.join(', ')} was given beside it`,
      'leave it out here and give it to pymcp serve; --services alone may stand beside --attach',
    );
  return services === undefined ? null : parseServiceNames(services);
}

async function serve(options: object, output: Writable): Promise<void> {
  const told = whenTold();
  // Loaded here: `pymcp run` needs neither the protocol nor its schemas.
  const [settings, { openPythonGateway }, { serveStdio }] = await Promise.all([
    readSettings(options, 'one'),
    import('./open-python-gateway.js'),
    import('../mcp/serve-stdio.js'),
  ]);
  const gateway = await openPythonGateway('stdio', settings);
  const { services, log, redactor } = gateway;
  const client = serveStdio({ services, redactor, onError: log.warn }, process.stdin, output);
  await Promise.race([client.gone, told.first]);
  process.exit(await leave(gateway));
}

/** Returns the exit code. Whoever asked has gone, so that an end that takes too long is left to the kernel. */
async function leave({ close, log }: PythonGateway): Promise<number> {
  try {
    await Promise.race([close(), sleep(leaveMs)]);
    return 0;
  } catch (error) {
    log.problem(error);
    return bugExitCode;
  } finally {
    await log.flush();
  }
}

const bugExitCode = 70;
