// An editor: `pymcp lsp` as a child process, spoken to by the library that VS Code speaks LSP with.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { commandLine } from './command-line.js';

export interface Editor {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcessWithoutNullStreams;
  readonly initialized: InitializeResult;
  readonly exited: Promise<number | null>;
  readonly stderr: () => string;
  /** Of a file, as the editor spells it. */
  readonly uri: (path: string) => string;
  /** Opens a document with this text, whatever stands in the file. */
  readonly open: (path: string, text: string) => Promise<void>;
  /** The next remarks on a document. */
  readonly remarks: (path: string) => Promise<readonly Diagnostic[]>;
  /** As an editor ends it. @returns the exit code */
  readonly leave: () => Promise<number | null>;
}

export function startLsp(args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [commandLine, 'lsp', ...args]);
  child.stdin.on('error', () => undefined);
  return child;
}

export async function openEditor(folder: string, more: Partial<InitializeParams> = {}): Promise<Editor> {
  const child = startLsp(['--workspace', folder]);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (remarks: readonly Diagnostic[]) => void>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
      waiting.get(uri)?.(diagnostics);
    },
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => ({})));
  connection.listen();
  const root = pathToFileURL(folder).href;
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: 'project' }],
    capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
    ...more,
  });
  await connection.sendNotification('initialized', {});
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  return {
    ...{ connection, child, initialized, exited, uri },
    stderr: () => stderr,
    open: (path, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId: 'python', version: 1, text },
      }),
    remarks: (path) => new Promise((resolve) => waiting.set(uri(path), resolve)),
    leave: async () => {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return exited;
    },
  };
}
