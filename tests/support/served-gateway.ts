// A gateway as `pymcp serve` starts it, in a home of its own, and what speaks to it: plain HTTP and real clients.
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { commandLine } from './command-line.js';
import { type Era, negotiations } from './mcp-client.js';

/** Of the 2025 era. */
export const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  },
} as const;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface AskOptions {
  readonly method?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly socketPath?: string;
}

export interface ServedGateway {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly process: ChildProcess;
  /** Such as `http://127.0.0.1:40001`. */
  readonly url: string;
  readonly urls: readonly string[];
  readonly socket: string | null;
  /** With the scope python, made at the start. */
  readonly token: string;
  /** What it has said on stderr. */
  readonly log: () => string;
  /** By `pymcp token create`. */
  readonly makeToken: (name: string, ...options: readonly string[]) => Promise<string>;
  readonly pymcp: (
    ...args: readonly string[]
  ) => Promise<{ readonly stdout: string; readonly stderr: string }>;
  readonly ask: (path: string, options?: AskOptions) => Promise<Answer>;
  /** A real client, closed with the gateway at the latest. */
  readonly connect: (
    era: Era,
    options?: { readonly token?: string; readonly path?: string },
  ) => Promise<Client>;
  /** SIGTERM; resolves to its exit code. */
  readonly stop: () => Promise<number | null>;
}

export async function openServedGateway(
  args: readonly string[] = ['--no-socket'],
  more: Readonly<Record<string, string>> = {},
): Promise<ServedGateway> {
  const home = mkdtempSync(join(tmpdir(), 'pymcp-serve-'));
  // Root's sandboxes have another user id, which must be able to pass.
  chmodSync(home, 0o711);
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_RUNTIME_DIR: home,
    PYMCP_TEST_SLOW: process.env['PYMCP_TEST_SLOW'],
    ...more,
  };
  const pymcp: ServedGateway['pymcp'] = (...words) =>
    promisify(execFile)(process.execPath, [commandLine, ...words], { env });
  const makeToken: ServedGateway['makeToken'] = async (name, ...options) =>
    (await pymcp('token', 'create', name, ...options)).stdout.trim();
  const token = await makeToken('test');
  const child = spawn(process.execPath, [commandLine, 'serve', '--port', '0', '--json', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => assert.fail(`it did not start: ${log}`)),
  ])) as [string];
  const { urls, socket } = JSON.parse(line) as { urls: string[]; socket: string | null };
  const clients: Client[] = [];
  const bases = urls.map((url) => url.replace(/\/mcp$/, ''));
  const [url = ''] = bases;
  return {
    home,
    env,
    process: child,
    url,
    urls: bases,
    socket,
    token,
    log: () => log,
    makeToken,
    pymcp,
    ask: (path, options) => ask(url, path, { token, ...options }),
    async connect(era, { token: own = token, path = '/mcp' } = {}) {
      const client = await connectClient(`${url}${path}`, era, own);
      clients.push(client);
      return client;
    },
    async stop() {
      // A client whose test has failed would go on trying, and keep this process alive.
      await Promise.all(clients.map((client) => client.close()));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(home, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}

/** One request over a connection of its own. */
export function ask(base: string, path: string, options: AskOptions = {}): Promise<Answer> {
  const { method = 'GET', token = null, headers = {}, body, socketPath } = options;
  return new Promise((resolve, reject) => {
    const asked = request(
      base,
      {
        path,
        method,
        agent: new Agent({ keepAlive: false }),
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }),
          ...headers,
        },
        ...(socketPath === undefined ? {} : { socketPath }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    if (body === undefined) asked.end();
    else asked.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

export async function connectClient(url: string, era: Era, token: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: negotiations[era] });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }));
  assert.equal(client.getNegotiatedProtocolVersion(), era);
  return client;
}

/** By `initialize` alone, as it stands in the specification; resolves to the headers that name the protocol session. */
export async function beginSession(gateway: ServedGateway): Promise<{ readonly 'mcp-session-id': string }> {
  const begun = await gateway.ask('/mcp', { method: 'POST', body: initialize });
  return { 'mcp-session-id': String(begun.headers['mcp-session-id']) };
}

/** A gateway for one test or one suite. */
export async function withServedGateway(
  args: readonly string[],
  work: (gateway: ServedGateway) => Promise<void>,
  more?: Readonly<Record<string, string>>,
): Promise<void> {
  const gateway = await openServedGateway(args, more);
  try {
    await work(gateway);
  } finally {
    await gateway.stop();
  }
}
