// The door of an editor to the language server in its jail: raw LSP on both sides, with the addresses of either. What it does not know
// does not go through. A server that has gone, or is no longer as one started now would be, is replaced, and told what the
// editor has told.
import type { Readable, Writable } from 'node:stream';
import { PymcpError } from '../../../core/errors.js';
import type { Workspace } from '../../../core/workspace.js';
import { SourceFolder } from '../files/source-folder.js';
import { CodeJail, type OpenTemplate } from '../server/code-jail.js';
import { encodeMessage, MessageDecoder, parseEditorHeader } from '../server/message-decoder.js';
import { toUri } from '../server/workspace-uri.js';
import { editorNotifications, editorRequests } from './door-rules.js';
import { type DoorRoots, DoorUris } from './door-uris.js';
import { fromEditor } from './from-editor.js';
import { rootsOf, toServerInitialize } from './initialize.js';
import { LiveLink } from './live-link.js';
import { OpenTexts, parseOpened } from './open-texts.js';
import { isRecord, parseRpcMessage, type RpcId, rpcErrors, type RpcMessage } from './rpc-message.js';
import { ServerTalk } from './server-talk.js';
import { ShownFiles } from './shown-files.js';

export interface LspDoorOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly workspace: Workspace;
  readonly roots: DoorRoots;
  readonly openTemplate: OpenTemplate;
}

const succeeded = 0;
/** As LSP has it: an editor that goes without having said so before. */
const endedAbruptly = 1;

export class LspDoor {
  readonly #options: LspDoorOptions;
  readonly #uris: DoorUris;
  readonly #texts = new OpenTexts();
  readonly #folder: SourceFolder;
  readonly #files: ShownFiles;
  readonly #jail: CodeJail;
  readonly #talk: ServerTalk;
  readonly #link: LiveLink;
  #failure: PymcpError | null = null;
  #isShutDown = false;
  #isHeld = false;

  constructor(options: LspDoorOptions) {
    this.#options = options;
    this.#uris = new DoorUris(options.roots);
    this.#folder = new SourceFolder(options.workspace);
    this.#files = new ShownFiles(this.#folder);
    this.#jail = new CodeJail(options.openTemplate);
    this.#talk = new ServerTalk({
      uris: this.#uris,
      isShown: (path) => this.#files.has(path),
      toEditor: (message) => {
        this.#say(message);
      },
    });
    this.#link = new LiveLink({
      jail: this.#jail,
      talk: this.#talk,
      texts: () => this.#texts.all.filter(({ uri }) => this.#files.mayBeTold(uri)),
      onFailure: (error) => {
        this.#failure = error;
        this.#options.input.destroy();
      },
    });
  }

  /** Until the editor has gone. @returns the exit code @throws PymcpError where the door cannot be held open */
  async serve(): Promise<number> {
    try {
      await this.#files.look();
      return await this.#listen();
    } catch (error) {
      if (this.#failure !== null) throw this.#failure;
      throw error instanceof RangeError ? brokenRules(error.message) : error;
    }
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    await this.#link.close();
    await this.#jail.close();
    await this.#folder.close();
  }

  /** One message after the other; what comes meanwhile waits in the pipe. */
  async #listen(): Promise<number> {
    const decoder = new MessageDecoder(parseEditorHeader);
    for await (const chunk of this.#options.input)
      for (const body of decoder.push(chunk as Buffer)) {
        const message = parseRpcMessage(body);
        if (message.method === 'exit') return this.#isShutDown ? succeeded : endedAbruptly;
        await this.#take(message);
      }
    if (this.#failure !== null) throw this.#failure;
    return this.#isShutDown ? succeeded : endedAbruptly;
  }

  async #take(message: RpcMessage): Promise<void> {
    const { id, method, params } = message;
    if (method === undefined) this.#talk.answered(message);
    else if (id === undefined) await this.#notified(method, params);
    else if (method === 'initialize') await this.#initialize(id, params);
    else if (!this.#talk.isBegun) this.#refuse(id, rpcErrors.notInitialized, 'initialize comes first');
    else if (this.#isShutDown) this.#refuse(id, rpcErrors.invalidRequest, 'it was shut down');
    else if (method === 'shutdown') {
      this.#isShutDown = true;
      this.#say({ id, result: null });
    } else if (!editorRequests.has(method))
      this.#refuse(id, rpcErrors.methodNotFound, `${method.slice(0, 100)} does not go through this door`);
    else await this.#ask(id, method, params);
  }

  async #initialize(id: RpcId, params: unknown): Promise<void> {
    if (this.#talk.isBegun) {
      this.#refuse(id, rpcErrors.invalidRequest, 'it is initialized already');
      return;
    }
    for (const uri of [...rootsOf(params)].reverse()) this.#uris.useRoot(uri);
    this.#talk.begin(params, toServerInitialize(params));
    const link = await this.#link.use();
    this.#talk.ask(link, id, 'initialize', this.#talk.greeting);
  }

  async #ask(id: RpcId, method: string, params: unknown): Promise<void> {
    const mapped = fromEditor(params, this.#uris);
    if (mapped.kind === 'outside') {
      this.#refuse(id, rpcErrors.requestFailed, 'what is asked about lies outside of the workspace');
      return;
    }
    await this.#tellChanges();
    this.#talk.ask(await this.#link.use(), id, method, mapped.params);
  }

  async #notified(method: string, params: unknown): Promise<void> {
    if (!this.#talk.isBegun) return;
    if (method === 'initialized') this.#link.greeted();
    else if (method === 'workspace/didChangeWatchedFiles') await this.#tellChanges();
    else if (method === 'workspace/didChangeConfiguration') this.#link.tell(method, { settings: {} });
    else if (editorNotifications.has(method)) this.#link.tell(method, params);
    else if (method.startsWith('textDocument/')) await this.#document(method, params);
  }

  /** path.protected: each text is told only after a look whether it may be. */
  async #document(method: string, params: unknown): Promise<void> {
    const mapped = fromEditor(params, this.#uris);
    if (mapped.kind === 'outside') return;
    await this.#tellChanges();
    await this.#link.use();
    const document = isRecord(mapped.params) ? mapped.params['textDocument'] : null;
    const uri = isRecord(document) ? String(document['uri']) : '';
    if (method === 'textDocument/didOpen') this.#opened(params, mapped.params);
    else if (!this.#texts.has(uri)) return;
    else if (method === 'textDocument/didClose') this.#closed(uri);
    else if (method === 'textDocument/didSave') this.#link.tell(method, { textDocument: { uri } });
    else if (method === 'textDocument/didChange') this.#changed(uri, mapped.params);
  }

  #opened(params: unknown, mapped: unknown): void {
    const document = parseOpened(mapped);
    const spelled = parseOpened(params);
    if (document === null || spelled === null || !this.#files.mayBeTold(document.uri)) return;
    if (!this.#texts.set(document)) return;
    this.#uris.spell(document.uri, spelled.uri);
    this.#link.tell('textDocument/didOpen', { textDocument: document });
  }

  /** A text that can no longer be told is closed for the server, so that it knows no half of it. */
  #changed(uri: string, mapped: unknown): void {
    const isKnown = this.#files.mayBeTold(uri) && this.#texts.change(mapped);
    const now = this.#texts.get(uri);
    if (!isKnown || now === undefined) {
      this.#closed(uri);
      return;
    }
    const { version, text } = now;
    this.#link.tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  #closed(uri: string): void {
    this.#texts.delete(uri);
    this.#uris.forget(uri);
    this.#link.tell('textDocument/didClose', { textDocument: { uri } });
  }

  async #tellChanges(): Promise<void> {
    const found = await this.#files.look();
    const changes = found.map(({ path, type }) => ({ uri: toUri(path), type }));
    if (changes.length > 0) this.#link.tell('workspace/didChangeWatchedFiles', { changes });
  }

  #refuse(id: RpcId, code: number, message: string): void {
    this.#say({ id, error: { code, message: `pymcp: ${message}` } });
  }

  #say(message: RpcMessage): void {
    const { output } = this.#options;
    if (output.write(encodeMessage({ jsonrpc: '2.0', ...message })) || this.#isHeld) return;
    this.#isHeld = true;
    const drained = new Promise<void>((resolve) => output.once('drain', resolve));
    this.#link.hold(drained.then(() => void (this.#isHeld = false)));
  }
}

function brokenRules(why: string): PymcpError {
  return new PymcpError(
    'channel.violation',
    `the editor broke the rules of LSP: ${why}`,
    'send messages with a Content-Length header, each of at most 32 MB',
  );
}
