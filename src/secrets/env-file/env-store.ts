// secret.uncommitted: the `.env` file of a folder. Read where nobody else could have written it; written 0600, whole or not at all, and
// only where git ignores it. No value of it is in an error.
import { basename, dirname, join, resolve } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { errnoOf } from '../../host/errno.js';
import { realpath } from '../../host/files.js';
import { changeSecretFile, readSecretFile } from '../../host/secret-file.js';
import { UnsafeFileError } from '../../host/unsafe-file-error.js';
import { refuseCommittable } from '../refuse-committable.js';
import { editEntries, type EnvChange } from './edit-entries.js';
import { type EnvEntry, parseEnvText } from './env-entry.js';

export interface EnvContent {
  readonly entries: readonly EnvEntry[];
  /** Nobody else can read it. */
  readonly isPrivate: boolean;
}

export class EnvStore {
  /** Absolute, its folder without links. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws PymcpError `secret.file-failed` where there is no such folder */
  static async open(path: string): Promise<EnvStore> {
    const whole = resolve(path);
    const folder = await realpath(dirname(whole)).catch((cause: unknown) => {
      throw failed(whole, cause);
    });
    return new EnvStore(join(folder, basename(whole)));
  }

  /** null where there is none. @throws PymcpError `secret.file-unsafe`, `secret.file-failed` */
  async read(): Promise<EnvContent | null> {
    try {
      return await this.#read();
    } catch (error) {
      if (!(error instanceof PymcpError) || error.code !== 'secret.file-unsafe') throw error;
      // Who was killed right after a new file got its name has left the draft as its second one; each change begins by removing drafts.
      await this.change([]).catch(() => undefined);
      return this.#read();
    }
  }

  async #read(): Promise<EnvContent | null> {
    const file = await guarded(this.path, () => readSecretFile(this.path));
    if (file === null) return null;
    return { entries: parseEnvText(file.bytes.toString('latin1')), isPrivate: file.isPrivate };
  }

  /**
   * All of it or nothing; everything else in the file stays as it is.
   * @throws PymcpError `secret.file-unsafe`, `secret.file-committed`, `secret.file-malformed`, `secret.file-failed`, `secret.value-refused`
   */
  async change(changes: readonly EnvChange[]): Promise<'written' | 'unchanged'> {
    const drafts = await refuseCommittable(dirname(this.path), basename(this.path));
    return guarded(this.path, () =>
      changeSecretFile(this.path, drafts, (before) => editEntries(before, changes)),
    );
  }
}

/** The value that programs get: of several assignments the last one. */
export function valueIn(content: EnvContent | null, name: string): string | null {
  return content?.entries.findLast((entry) => entry.name === name)?.value ?? null;
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PymcpError) throw error;
    if (error instanceof UnsafeFileError)
      throw new PymcpError('secret.file-unsafe', error.message, error.fix);
    throw failed(path, error);
  }
}

function failed(path: string, cause: unknown): PymcpError {
  const code = errnoOf(cause);
  const why = code === 'unknown' ? (cause instanceof Error ? cause.message : String(cause)) : code;
  return new PymcpError(
    'secret.file-failed',
    `${path} cannot be read or written: ${why}`,
    'see that its folder is there and yours, and that the disk has room',
  );
}
