// Ruff in a sandbox of its own, started when it is first needed and replaced when it has gone. It is told a text and sees no file
// by itself; what it answers is hostile bytes all the same.
import type { Sandbox } from '../../../sandbox/backend-contract.js';
import type { CodeJail } from './code-jail.js';
import { programEnvironment, ruff } from './code-programs.js';
import { leftOf } from './left-of.js';
import { LspConnection } from './lsp-connection.js';

interface Live {
  readonly sandbox: Sandbox;
  readonly connection: LspConnection;
}

export class Linter {
  readonly #jail: CodeJail;
  #live: Live | null = null;

  constructor(jail: CodeJail) {
    this.#jail = jail;
  }

  /** @throws PymcpError `code.server-failed`, `code.server-refused` */
  async ask(method: 'check' | 'format', params: object, deadlineMs: number): Promise<unknown> {
    if (!(await this.#isCurrent())) {
      await this.close();
      this.#live = start(await this.#jail.launch(ruff.limits));
    }
    const { connection } = this.#live as Live;
    return connection.request(method, params, leftOf(deadlineMs));
  }

  /** path.protected: it asks for no file, and must not be able to read one either that has become a secret since. */
  async #isCurrent(): Promise<boolean> {
    return this.#live?.connection.isOver === false && (await this.#live.sandbox.isCurrent('often'));
  }

  /** Resolves when nothing of it is left. */
  async close(): Promise<void> {
    const live = this.#live;
    this.#live = null;
    live?.connection.close();
    live?.sandbox.kill();
    await live?.sandbox.ended;
  }
}

function start(sandbox: Sandbox): Live {
  const input = sandbox.channel.become(ruff.command, programEnvironment);
  const connection = new LspConnection({ input, output: sandbox.stdout }, () => null);
  sandbox.stderr.on('error', () => undefined).resume();
  void connection.ended.then(() => {
    sandbox.kill();
  });
  sandbox.setPace('idle');
  return { sandbox, connection };
}
