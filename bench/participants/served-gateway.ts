// A real `pymcp serve` with settings and tokens of its own, whatever the user has.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rm } from '#pymcp/host/files.js';
import { packageRoot } from '#pymcp/host/package-root.js';
import { runCommand } from '#pymcp/host/run-command.js';
import { type HttpServer, openHttpServer } from './http-server.js';
import { inheritedEnvironment } from './inherited-environment.js';

export interface ServedGateway extends HttpServer {
  /** By `pymcp token create`. */
  readonly makeToken: (name: string) => Promise<string>;
}

const mostCommandMs = 30_000;
/** The highest that can be set: what is measured is a call, not a refusal. */
const withoutRates = ['--requests-per-minute', '1000000', '--total-requests-per-minute', '1000000'];

/** The caller closes it. @param bounds further options of `pymcp serve` */
export async function openServedGateway(bounds: readonly string[]): Promise<ServedGateway> {
  const home = mkdtempSync(join(tmpdir(), 'pymcp-bench-home-'));
  const removeHome = (): Promise<void> => rm(home, { recursive: true, force: true });
  const env = { ...inheritedEnvironment(), XDG_CONFIG_HOME: home, XDG_STATE_HOME: home };
  const program = join(packageRoot(), 'dist/bench/http/serve.js');
  const options = ['--port', '0', '--no-socket', '--json', ...withoutRates, ...bounds];
  try {
    const server = await openHttpServer({
      name: 'pymcp serve',
      argv: [process.execPath, program, ...options],
      env,
    });
    return {
      ...server,
      makeToken: (name) => makeToken(name, env),
      close: () => server.close().finally(removeHome),
    };
  } catch (error) {
    await removeHome();
    throw error;
  }
}

async function makeToken(name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const argv = [join(packageRoot(), 'dist/cli/main.js'), 'token', 'create', name];
  const { status, stdout, stderr } = await runCommand(process.execPath, argv, {
    env,
    timeoutMs: mostCommandMs,
  });
  if (status !== 0) throw new Error(`no token could be made: ${stderr.trim()}`);
  return stdout.trim();
}
