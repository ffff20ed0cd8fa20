// What goes on between an editor and the language server: who has asked what, and what is answered for whom. Each answer finds the
// one who asked; what a server that has gone was asked is answered for it.
import { answerForEditor, serverNotifications, serverRequests, toSettings } from './door-rules.js';
import type { DoorUris } from './door-uris.js';
import { canConfigure } from './initialize.js';
import { isRecord, type RpcId, rpcErrors, type RpcMessage } from './rpc-message.js';
import type { ServerLink } from './server-link.js';
import { mapToEditor, toEditorAnswer, toEditorNotification } from './to-editor.js';

export interface ServerTalkOptions {
  readonly uris: DoorUris;
  readonly isShown: (path: string) => boolean;
  readonly toEditor: (message: RpcMessage) => void;
}

interface AskedOfEditor {
  readonly link: ServerLink;
  readonly id: RpcId;
  /** Of a question for settings; null where it is another. */
  readonly items: readonly unknown[] | null;
}

interface AskedByEditor {
  readonly id: RpcId;
  readonly method: string;
}

const mostWaiting = 1_024;
const watchers = ['**/*.py', '**/*.pyi', '**/pyrightconfig.json', '**/pyproject.toml'] as const;

export class ServerTalk {
  readonly #options: ServerTalkOptions;
  /** By the id as JSON has it: 1 is not "1". */
  readonly #byEditor = new Map<string, AskedByEditor>();
  readonly #ofEditor = new Map<RpcId, AskedOfEditor>();
  #count = 0;
  #isConfigurable = false;
  #isWatching = false;
  /** The first words to every server. */
  greeting: Readonly<Record<string, unknown>> = {};
  isBegun = false;

  constructor(options: ServerTalkOptions) {
    this.#options = options;
  }

  begin(params: unknown, greeting: Readonly<Record<string, unknown>>): void {
    this.isBegun = true;
    this.#isConfigurable = canConfigure(params);
    this.greeting = greeting;
  }

  ask(link: ServerLink, id: RpcId, method: string, params: unknown): void {
    if (this.#byEditor.size >= mostWaiting) {
      this.#options.toEditor({
        id,
        error: { code: rpcErrors.requestFailed, message: 'pymcp: too much is asked at once' },
      });
      return;
    }
    this.#byEditor.set(JSON.stringify(id), { id, method });
    link.send({ id, method, params });
  }

  /** By the editor, to what the server has asked. */
  answered({ id, result }: RpcMessage): void {
    const asked = id === undefined ? undefined : this.#ofEditor.get(id);
    if (id === undefined || asked === undefined) return;
    this.#ofEditor.delete(id);
    asked.link.send({ id: asked.id, result: asked.items === null ? null : toSettings(asked.items, result) });
  }

  /** By the server. @throws RangeError where it breaks the rules */
  said(link: ServerLink, message: RpcMessage): void {
    const { id, method } = message;
    if (method === undefined) this.#answer(message);
    else if (id !== undefined) this.#asked(link, id, method, message.params);
    else if (serverNotifications.has(method))
      this.#options.toEditor(toEditorNotification(message, this.#options.uris));
  }

  /** Whether what is lost with the server can be asked again; only its first words cannot. */
  lost(): 'again' | 'never-began' {
    const waiting = [...this.#byEditor.values()];
    this.#byEditor.clear();
    this.#ofEditor.clear();
    for (const { id } of waiting)
      this.#options.toEditor({
        id,
        error: {
          code: rpcErrors.requestFailed,
          message: 'pymcp: the language server is gone; another one is started',
        },
      });
    return waiting.some(({ method }) => method === 'initialize') ? 'never-began' : 'again';
  }

  #answer(message: RpcMessage): void {
    const key = JSON.stringify(message.id);
    const asked = this.#byEditor.get(key);
    if (asked === undefined) return;
    this.#byEditor.delete(key);
    const { uris, isShown, toEditor } = this.#options;
    toEditor(toEditorAnswer(message, asked.method, uris, isShown));
  }

  #asked(link: ServerLink, id: RpcId, method: string, params: unknown): void {
    if (method === 'workspace/configuration') this.#configure(link, id, params);
    else if (method === 'client/registerCapability') {
      link.send({ id, result: null });
      this.#watch(params);
    } else if (serverRequests.has(method))
      this.#askEditor({ link, id, items: null }, method, mapToEditor(params, this.#options.uris));
    else
      link.send({
        id,
        ...(answerForEditor(method) ?? {
          error: { code: rpcErrors.methodNotFound, message: 'not through this door' },
        }),
      });
  }

  #configure(link: ServerLink, id: RpcId, params: unknown): void {
    const asked = isRecord(params) ? params['items'] : null;
    const items = Array.isArray(asked) ? (asked as unknown[]).slice(0, 16) : [];
    if (!this.#isConfigurable) {
      link.send({ id, result: toSettings(items, null) });
      return;
    }
    const sections = items.map((item) => ({
      section: isRecord(item) ? String(item['section']).slice(0, 100) : '',
    }));
    this.#askEditor({ link, id, items }, 'workspace/configuration', { items: sections });
  }

  /** In words of ours: what the server would have watched may lie elsewhere. */
  #watch(params: unknown): void {
    const wanted =
      isRecord(params) && Array.isArray(params['registrations'])
        ? (params['registrations'] as unknown[])
        : [];
    const wants = wanted.some((one) => isRecord(one) && one['method'] === 'workspace/didChangeWatchedFiles');
    if (!wants || this.#isWatching) return;
    this.#isWatching = true;
    const registration = {
      id: 'pymcp-files',
      method: 'workspace/didChangeWatchedFiles',
      registerOptions: { watchers: watchers.map((globPattern) => ({ globPattern })) },
    };
    this.#options.toEditor({
      id: this.#nextId(),
      method: 'client/registerCapability',
      params: { registrations: [registration] },
    });
  }

  #askEditor(asked: AskedOfEditor, method: string, params: unknown): void {
    if (this.#ofEditor.size >= mostWaiting) throw new RangeError('too many questions to the editor');
    const id = this.#nextId();
    this.#ofEditor.set(id, asked);
    this.#options.toEditor({ id, method, params });
  }

  #nextId(): string {
    return `pymcp-${(this.#count += 1)}`;
  }
}
