// The jail of the programs that look at code, the language server and ruff: one template for both, opened when it is first needed.
import type { JailLimits } from '../../../core/limits.js';
import type { JailedProgram, Sandbox, Template } from '../../../sandbox/backend-contract.js';
import { findCodePrograms } from './code-programs.js';

export type OpenTemplate = (program: JailedProgram) => Promise<Template>;

/** Whoever makes it closes it. */
export class CodeJail {
  readonly #open: OpenTemplate;
  #template: Promise<Template> | null = null;

  constructor(open: OpenTemplate) {
    this.#open = open;
  }

  /** @throws PymcpError where a layer cannot be set up (fail.closed) */
  async launch(limits: JailLimits): Promise<Sandbox> {
    const known = await this.#template?.catch(() => null);
    if (known === undefined || known === null || known.isGone) {
      await known?.close();
      this.#template = findCodePrograms().then(this.#open);
    }
    return (await (this.#template as Promise<Template>)).launch(limits);
  }

  async close(): Promise<void> {
    const template = await this.#template?.catch(() => null);
    this.#template = null;
    await template?.close();
  }
}
