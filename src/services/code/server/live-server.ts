// The language server of one workspace, started when it is first needed and replaced when it has ended, hung, or is not as one
// started now would be: another secret to mask, or other settings of the project.
import { startTimer } from '../../../host/clock.js';
import type { SourceFolder, SourceList } from '../files/source-folder.js';
import type { CodeJail } from './code-jail.js';
import { pyright } from './code-programs.js';
import { Documents } from './documents.js';
import { LanguageServer } from './language-server.js';
import { leftOf } from './left-of.js';
import type { LspSymbol } from './replies.js';

interface Live {
  readonly server: LanguageServer;
  readonly documents: Documents;
  readonly settings: string;
  readonly symbols: Map<string, readonly LspSymbol[]>;
}

/** The server looks through the folders 250 ms after it was told; where it need not, it does not say so. */
const listingMs = 3_000;
const settingsFiles = ['pyrightconfig.json', 'pyproject.toml'] as const;

export class LiveServer {
  readonly #folder: SourceFolder;
  readonly #jail: CodeJail;
  #live: Live | null = null;

  constructor(folder: SourceFolder, jail: CodeJail) {
    this.#folder = folder;
    this.#jail = jail;
  }

  /** One that knows the files as they are now. One caller at a time. @throws PymcpError where there is none to be had */
  async ready(deadlineMs: number): Promise<LanguageServer> {
    const current = await this.#isCurrent();
    const files = await this.#folder.look();
    const live = this.#live;
    if (!current || live === null || live.settings !== settingsOf(files))
      return this.#replace(files, deadlineMs);
    const listed = live.server.nextListing();
    const told = live.documents.tell(this.#folder);
    // What one file defines can depend on another: of which kind it is.
    if (told !== 'nothing') live.symbols.clear();
    if (told === 'listed') await isSoon(listed);
    return live.server;
  }

  /** Has the server know the text of a file exactly. After `ready`. */
  open(path: string): void {
    this.#live?.documents.open(path, this.#folder);
  }

  /** What files define, by path, as the server has said since files changed last. */
  get symbols(): Map<string, readonly LspSymbol[]> {
    return this.#live?.symbols ?? new Map();
  }

  async close(): Promise<void> {
    await this.#live?.server.close();
    this.#live = null;
  }

  async #isCurrent(): Promise<boolean> {
    return this.#live?.server.isOver === false && (await this.#live.server.isCurrent());
  }

  async #replace(files: SourceList, deadlineMs: number): Promise<LanguageServer> {
    await this.#live?.server.close();
    this.#live = null;
    const sandbox = await this.#jail.launch(pyright.limits);
    const server = await LanguageServer.start(sandbox, leftOf(deadlineMs));
    const documents = new Documents(server, files);
    this.#live = { server, documents, settings: settingsOf(files), symbols: new Map() };
    // What changed while it started.
    await this.#folder.look();
    const listed = server.nextListing();
    if (documents.tell(this.#folder) === 'listed') await isSoon(listed);
    return server;
  }
}

function settingsOf(files: SourceList): string {
  return settingsFiles.map((name) => files.get(name) ?? '').join('\n');
}

async function isSoon(listed: Promise<void>): Promise<void> {
  const late = startTimer(listingMs);
  await Promise.race([listed, late.passed]);
  late.stop();
}
