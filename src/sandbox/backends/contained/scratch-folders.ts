// The scratch folders of one sandbox that can mount none: made before it is born, gone when it has ended.
import { join } from 'node:path';
import type { LimitName } from '../../../core/isolation.js';
import type { JailLimits } from '../../../core/limits.js';
import { chmod, chown, mkdir, readFileSystemUse } from '../../../host/files.js';
import { measureTree } from '../../../host/measure-tree.js';
import type { Identity } from '../../../host/process-identity.js';
import { removeStrangeTree } from '../../../host/remove-strange-tree.js';

export class ScratchFolders {
  readonly path: string;
  readonly #limits: JailLimits;

  private constructor(path: string, limits: JailLimits) {
    this.path = path;
    this.#limits = limits;
  }

  /** `home` and `tmp` below a folder of its own, the guest's. */
  static async make(
    parent: string,
    name: string,
    owner: Identity,
    limits: JailLimits,
  ): Promise<ScratchFolders> {
    const path = join(parent, name);
    for (const folder of [path, join(path, 'home'), join(path, 'tmp')]) {
      await mkdir(folder, { mode: 0o700 });
      await chmod(folder, 0o700);
      await chown(folder, owner.uid, owner.gid);
    }
    return new ScratchFolders(path, limits);
  }

  /** limit.memory: where they are on a tmpfs, this is memory. */
  use(): { readonly bytes: number; readonly inodes: number } {
    return measureTree(this.path, this.#mostInodes);
  }

  /** Where all that is in use on the file system would be allowed to one, nothing has to be counted. */
  readonly look = (): LimitName | null => {
    const all = readFileSystemUse(this.path);
    if (all !== null && all.bytes <= this.#mostBytes && all.inodes <= this.#mostInodes) return null;
    const { bytes, inodes } = this.use();
    return bytes > this.#mostBytes || inodes > this.#mostInodes ? 'files' : null;
  };

  remove(): Promise<void> {
    return removeStrangeTree(this.path);
  }

  /** As two scratch file systems would have. */
  get #mostBytes(): number {
    return 2 * this.#limits.scratchBytes;
  }

  get #mostInodes(): number {
    return 2 * this.#limits.scratchInodes;
  }
}
