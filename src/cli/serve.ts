// `pymcp serve`: the gateway over HTTP, on loopback and on a socket of this user.
import type { Command } from 'commander';
import type { ContainerAddress } from '../core/container-address.js';
import type { Settings } from '../config/settings.js';
import { isWithin } from '../host/clock.js';
import type { OpenedGateway } from '../mcp/http/open-gateway.js';
import { addGatewayOptions, addHttpOptions, readSettings } from './gateway-options.js';
import type { GatewayLog } from './gateway-log.js';
import type { PythonGateway } from './open-python-gateway.js';
import { whenTold } from './when-told.js';

export interface ServeOptions {
  readonly json?: true;
}

/** What is left of runs when those were ended; the kernel ends it with us. */
const leaveMs = 5_000;

export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .summary('serve MCP clients over HTTP on loopback')
    .description(
      'Serves the Model Context Protocol over Streamable HTTP on 127.0.0.1, and on a Unix socket that only this user can ' +
        'open, for many clients at once. HTTP needs a token (pymcp token create); the socket is for pymcp stdio --attach. ' +
        'SIGINT or SIGTERM end it: what runs may end within --stop-within seconds; a second signal ends it at once.',
    )
    .option('--json', 'print where it listens as one line of JSON');
  addHttpOptions(addGatewayOptions(command)).action(async (options: ServeOptions) => {
    await serve(await readSettings(options), options);
  });
}

/** @param container of our image alone: see serve-in-image.ts */
export async function serve(
  settings: Settings,
  { json }: ServeOptions,
  container: ContainerAddress | null = null,
): Promise<void> {
  const told = whenTold();
  // Loaded here: the other commands need neither HTTP nor the protocol, nor a log.
  const [{ openGateway }, { GatewayMetrics }, { openTokenStore }, { openPythonGateway }] = await Promise.all([
    import('../mcp/http/open-gateway.js'),
    import('../mcp/http/gateway-metrics.js'),
    import('../tokens/token-store.js'),
    import('./open-python-gateway.js'),
  ]);
  const metrics = new GatewayMetrics();
  const parts = await openPythonGateway('serve', settings, metrics.countRun.bind(metrics));
  const { log, redactor } = parts;
  try {
    const gateway = await openGateway({
      services: parts.services,
      tokens: openTokenStore(),
      http: settings.http,
      container,
      metrics,
      redactor,
      onError: log.warn,
    });
    announce(gateway, settings, log, json === true);
    await told.first;
    log.info('stopping: no request is taken any more, and what runs may end');
    await gateway.stop(told.second);
  } catch (error) {
    throw redactor.redactValue(error);
  } finally {
    await leave(parts);
    await log.flush();
  }
}

function announce(gateway: OpenedGateway, { services }: Settings, log: GatewayLog, asJson: boolean): void {
  const { urls, socket } = gateway;
  if (asJson) {
    process.stdout.write(`${JSON.stringify({ urls: urls.map(toEndpoint), socket, services })}\n`);
    return;
  }
  for (const url of urls) log.info(`listening at ${toEndpoint(url)}`);
  if (socket !== null) log.info(`listening at ${socket}, for pymcp stdio --attach`);
}

const toEndpoint = (url: string): string => `${url}/mcp`;

async function leave({ close, log }: PythonGateway): Promise<void> {
  if (await isWithin(close(), leaveMs)) log.info('stopped: nothing is left');
  else log.info('stopped: what was still ending is left to the kernel');
}
