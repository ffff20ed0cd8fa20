// install.verified: an archive on its way, in a file that is this user's alone. It is checked and unpacked by the descriptor by which
// it was written, so that nothing can be put in its place between the two.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { findFault } from './private-folder.js';

const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const partBytes = 1024 * 1024;

export class PartialFile {
  readonly path: string;
  readonly #file: FileHandle;
  #bytes: number;

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.path = path;
    this.#file = file;
    this.#bytes = bytes;
  }

  /** One that is not this user's alone, or has a second name, is put aside by an empty one. @throws as node:fs does */
  static async open(path: string): Promise<PartialFile> {
    const file = await open(path, flags, 0o600);
    const status = await file.stat();
    if (status.isFile() && status.nlink === 1 && findFault(status, 0o077) === null)
      return new PartialFile(path, file, status.size);
    await file.close();
    await unlink(path);
    return new PartialFile(path, await open(path, flags | constants.O_EXCL, 0o600), 0);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async empty(): Promise<void> {
    await this.#file.truncate(0);
    this.#bytes = 0;
  }

  /** @throws as node:fs does: ENOSPC where the disk is full */
  async append(chunk: Uint8Array): Promise<void> {
    let written = 0;
    while (written < chunk.length) {
      const { bytesWritten } = await this.#file.write(
        chunk,
        written,
        chunk.length - written,
        this.#bytes + written,
      );
      written += bytesWritten;
    }
    this.#bytes += chunk.length;
  }

  /** Of all that is in it now. */
  async digest(algorithm: 'sha256' | 'sha512'): Promise<Buffer> {
    const hash = createHash(algorithm);
    for await (const part of this.#parts()) hash.update(part);
    return hash.digest();
  }

  /** From its beginning. Whoever reads it does so before it is closed. */
  read(): Readable {
    return Readable.from(this.#parts(), { objectMode: false });
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async *#parts(): AsyncGenerator<Buffer> {
    for (let at = 0; ;) {
      const buffer = Buffer.allocUnsafe(partBytes);
      const { bytesRead } = await this.#file.read(buffer, 0, partBytes, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }
}
