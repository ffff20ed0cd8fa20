// The baseline of the code tools: pyright's language server as npm has it, driven directly, without a jail and without a gateway.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPackageFolder } from '#pymcp/host/package-file.js';
import { spawnProcess, type SpawnedProcess } from '#pymcp/host/spawn-process.js';
import { clientCapabilities } from '#pymcp/services/code/server/client-capabilities.js';
import { LspConnection } from '#pymcp/services/code/server/lsp-connection.js';
import type { Place } from '../code/find-classes.js';
import { inheritedEnvironment } from './inherited-environment.js';

const mostAnswerMs = 120_000;

export class PyrightClient {
  readonly #server: SpawnedProcess;
  readonly #connection: LspConnection;
  readonly #folder: string;
  #version = 0;
  #listed: () => void = () => undefined;

  private constructor(folder: string) {
    this.#folder = folder;
    const program = join(findPackageFolder('pyright') ?? '', 'langserver.index.js');
    this.#server = spawnProcess({
      file: process.execPath,
      args: ['--max-old-space-size=512', program, '--stdio'],
      env: inheritedEnvironment(),
      identity: null,
      inputs: [],
    });
    this.#server.stderr.resume();
    const { stdin: input, stdout: output } = this.#server;
    this.#connection = new LspConnection({ input, output }, (method, params) => this.#answer(method, params));
  }

  /** The caller closes it. */
  static async open(folder: string): Promise<PyrightClient> {
    const client = new PyrightClient(folder);
    const listed = new Promise<void>((resolve) => (client.#listed = resolve));
    const uri = pathToFileURL(folder).href;
    await client.#ask('initialize', {
      processId: null,
      rootUri: uri,
      capabilities: clientCapabilities,
      workspaceFolders: [{ uri, name: 'corpus' }],
    });
    client.#connection.notify('initialized', {});
    client.#connection.notify('workspace/didChangeConfiguration', { settings: {} });
    await listed;
    return client;
  }

  hover(place: Place): Promise<unknown> {
    return this.#ask('textDocument/hover', this.#at(place));
  }

  definition(place: Place): Promise<unknown> {
    return this.#ask('textDocument/definition', this.#at(place));
  }

  async references(place: Place): Promise<number> {
    const context = { includeDeclaration: true };
    return ((await this.#ask('textDocument/references', { ...this.#at(place), context })) as unknown[])
      .length;
  }

  openDocument(path: string, text: string): void {
    const textDocument = { uri: this.#uri(path), languageId: 'python', version: (this.#version += 1), text };
    this.#connection.notify('textDocument/didOpen', { textDocument });
  }

  change(path: string, text: string): void {
    const textDocument = { uri: this.#uri(path), version: (this.#version += 1) };
    this.#connection.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
  }

  async diagnostics(path: string): Promise<string> {
    return JSON.stringify(
      await this.#ask('textDocument/diagnostic', { textDocument: { uri: this.#uri(path) } }),
    );
  }

  async close(): Promise<void> {
    this.#connection.close();
    this.#server.kill();
    await this.#server.ended;
  }

  #ask(method: string, params: object): Promise<unknown> {
    return this.#connection.request(method, params, mostAnswerMs);
  }

  #at({ path, line, column }: Place): object {
    return {
      textDocument: { uri: this.#uri(path) },
      position: { line: line - 1, character: column - 1 },
    };
  }

  #uri(path: string): string {
    return pathToFileURL(join(this.#folder, path)).href;
  }

  #answer(method: string, params: unknown): unknown {
    const { message, items } = params as { readonly message?: string; readonly items?: unknown[] };
    if (method === 'window/logMessage' && /source files?/.test(message ?? '')) this.#listed();
    if (method !== 'workspace/configuration') return null;
    // As the gateway's own server has it.
    return (items ?? []).map(() => ({
      autoSearchPaths: true,
      useLibraryCodeForTypes: true,
      diagnosticMode: 'openFilesOnly',
      logLevel: 'Information',
    }));
  }
}
