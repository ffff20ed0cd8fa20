// A folder in which sockets of ours have names for a while, by its descriptor: whatever its path leads to later, it stays the one that
// was opened. Synchronous where names go: nobody closes the descriptor in between, whose number would be another folder's then.
import { chmodSync, readdirSync, unlinkSync } from 'node:fs';
import { hasCode } from './errno.js';
import { openFolder } from './files.js';

export class SocketFolder {
  readonly #path: string;
  readonly #close: () => Promise<void>;
  #isClosed = false;

  private constructor(path: string, close: () => Promise<void>) {
    this.#path = path;
    this.#close = close;
  }

  /** Throws as node:fs does. */
  static async open(path: string): Promise<SocketFolder> {
    const { descriptorPath, close } = await openFolder(path);
    return new SocketFolder(descriptorPath, close);
  }

  /** Of a name in it. The descriptor must be open for as long as the path is used: net.Server removes it by itself at its end. */
  pathOf(name: string): string {
    return `${this.#path}/${name}`;
  }

  /** Does nothing where it was closed. @throws as node:fs does where the name stays */
  remove(name: string): void {
    if (this.#isClosed) return;
    try {
      unlinkSync(this.pathOf(name));
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }

  /** Nothing is made in it any more. Does nothing where it was closed. @throws Error where it is not empty */
  seal(): void {
    if (this.#isClosed) return;
    const left = readdirSync(this.#path);
    if (left.length > 0) throw new Error(`there is still ${left.join(', ')}`);
    chmodSync(this.#path, 0o555);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#close();
  }
}
