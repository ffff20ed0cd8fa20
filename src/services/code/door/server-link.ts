// One language server behind the door, from its start to its end: messages in and out, as it calls things. Its bytes are hostile.
import type { Sandbox } from '../../../sandbox/backend-contract.js';
import type { CodeJail } from '../server/code-jail.js';
import { programEnvironment, pyright } from '../server/code-programs.js';
import { encodeMessage, MessageDecoder } from '../server/message-decoder.js';
import { parseRpcMessage, type RpcMessage } from './rpc-message.js';

export interface LinkEvents {
  readonly message: (message: RpcMessage) => void;
  /** Once; nothing comes after it. */
  readonly ended: (reason: string) => void;
}

export class ServerLink {
  readonly #sandbox: Sandbox;
  readonly #input: NodeJS.WritableStream;
  readonly #events: LinkEvents;
  readonly #decoder = new MessageDecoder();
  #isOver = false;

  private constructor(sandbox: Sandbox, events: LinkEvents) {
    this.#sandbox = sandbox;
    this.#events = events;
    this.#input = sandbox.channel.become(pyright.command, programEnvironment);
    this.#input.on('error', () => {
      this.#end('it reads nothing any more');
    });
    sandbox.stdout.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    for (const event of ['end', 'close', 'error'])
      sandbox.stdout.on(event, () => {
        this.#end('it has ended');
      });
    sandbox.stderr.on('error', () => undefined).resume();
    sandbox.setPace('idle');
  }

  /** @throws PymcpError where the jail cannot be set up (fail.closed) */
  static async start(jail: CodeJail, events: LinkEvents): Promise<ServerLink> {
    return new ServerLink(await jail.launch(pyright.limits), events);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** path.protected: whether its masks are still those that are needed. */
  isCurrent(): Promise<boolean> {
    return this.#sandbox.isCurrent('often');
  }

  send(message: RpcMessage): void {
    if (!this.#isOver) this.#input.write(encodeMessage({ jsonrpc: '2.0', ...message }));
  }

  /** While the editor does not read. */
  hold(until: Promise<void>): void {
    this.#sandbox.stdout.pause();
    void until.then(() => this.#sandbox.stdout.resume());
  }

  /** Resolves when nothing of it is left; nobody is told. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#sandbox.kill();
    await this.#sandbox.ended;
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return;
    try {
      for (const body of this.#decoder.push(chunk)) this.#events.message(parseRpcMessage(body));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#end(`it broke the rules of its protocol (${error.message})`);
    }
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#sandbox.kill();
    this.#events.ended(reason);
  }
}
