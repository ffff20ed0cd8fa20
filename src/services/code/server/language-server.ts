// One language server in one sandbox, from its start to its end. What it says is hostile: read by LspConnection alone.
import { PymcpError } from '../../../core/errors.js';
import { startTimer } from '../../../host/clock.js';
import type { Sandbox } from '../../../sandbox/backend-contract.js';
import { LspConnection } from './lsp-connection.js';
import { clientCapabilities } from './client-capabilities.js';
import { programEnvironment, pyright } from './code-programs.js';
import { pythonPath, usualAnalysis } from './pyright-settings.js';
import { workspaceUri } from './workspace-uri.js';

const mostStderr = 4096;

export class LanguageServer {
  readonly #sandbox: Sandbox;
  readonly #connection: LspConnection;
  #stderr = '';
  #listing: { readonly promise: Promise<void>; readonly settle: () => void } | null = null;

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    const input = sandbox.channel.become(pyright.command, programEnvironment);
    this.#connection = new LspConnection({ input, output: sandbox.stdout }, (method, params) =>
      this.#answer(method, params),
    );
    sandbox.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-mostStderr);
    });
    sandbox.stderr.on('error', () => undefined);
    // What breaks the rules of the conversation is ended, and what has ended has nothing to say.
    void this.#connection.ended.then(() => {
      sandbox.kill();
    });
    sandbox.setPace('idle');
  }

  /** Takes the sandbox over. @throws PymcpError `code.server-failed`, also where it takes longer */
  static async start(sandbox: Sandbox, timeoutMs: number): Promise<LanguageServer> {
    const server = new LanguageServer(sandbox);
    try {
      const listed = server.nextListing();
      await server.request(
        'initialize',
        {
          processId: null,
          rootUri: workspaceUri,
          capabilities: clientCapabilities,
          workspaceFolders: [{ uri: workspaceUri, name: 'workspace' }],
        },
        timeoutMs,
      );
      server.notify('initialized', {});
      server.notify('workspace/didChangeConfiguration', { settings: {} });
      await waitForListing(listed, timeoutMs);
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  get isOver(): boolean {
    return this.#connection.isOver;
  }

  /** What it last wrote to stderr. */
  get lastWords(): string {
    return this.#stderr.trim();
  }

  /** path.protected: whether its masks are still those that are needed. */
  isCurrent(): Promise<boolean> {
    return this.#sandbox.isCurrent('often');
  }

  notify(method: string, params: object): void {
    this.#connection.notify(method, params);
  }

  /** @throws PymcpError as LspConnection.request */
  request(method: string, params: object | null, timeoutMs: number, signal?: AbortSignal): Promise<unknown> {
    return this.#connection.request(method, params, timeoutMs, signal);
  }

  /** Resolves when it has looked through the folders the next time from now on. */
  nextListing(): Promise<void> {
    if (this.#listing === null) {
      let settle: () => void = () => undefined;
      const promise = new Promise<void>((resolve) => {
        settle = resolve;
      });
      this.#listing = { promise, settle };
    }
    return this.#listing.promise;
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#connection.close();
    this.#sandbox.kill();
    await this.#sandbox.ended;
  }

  #answer(method: string, params: unknown): unknown {
    if (method === 'workspace/configuration') return toSettings(params);
    if (method === 'window/logMessage' && isListing(params)) {
      this.#listing?.settle();
      this.#listing = null;
    }
    return null;
  }
}

/** Pyright says so when it knows its source files, and nothing else does. */
function isListing(params: unknown): boolean {
  const { message } = (params ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' && /^(?:Found \d+ source files?|No source files found)/.test(message);
}

/** One answer for each section that is asked for. */
function toSettings(params: unknown): unknown[] {
  const { items } = (params ?? {}) as { readonly items?: unknown };
  if (!Array.isArray(items)) return [];
  return items.slice(0, 16).map((item: unknown) => {
    const { section } = (item ?? {}) as { readonly section?: unknown };
    return section === 'python' ? settings : section === 'python.analysis' ? settings.analysis : {};
  });
}

const settings = { pythonPath, analysis: { ...usualAnalysis, logLevel: 'Information' } } as const;

async function waitForListing(listed: Promise<void>, timeoutMs: number): Promise<void> {
  const late = startTimer(timeoutMs);
  const first = await Promise.race([listed.then(() => true), late.passed.then(() => false)]);
  late.stop();
  if (first) return;
  throw new PymcpError(
    'code.server-failed',
    `the language server did not list the files of the workspace in ${timeoutMs} ms`,
    'name a smaller folder as the workspace',
  );
}
