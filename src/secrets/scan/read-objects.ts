// Blobs of git by their ids, one after the other (git-cat-file(1), --batch). What is too large goes by without being kept.
import { mostScannedBytes } from './scan-source.js';
import { streamGit } from './git-stream.js';

export interface GitObject {
  readonly id: string;
  /** null where it is too large. */
  readonly bytes: Buffer | null;
}

interface Open {
  readonly id: string;
  readonly isBlob: boolean;
  readonly size: number;
}

/** In the order of `ids`; those that are no blobs are left out. */
export async function* readObjects(folder: string, ids: Iterable<string>): AsyncGenerator<GitObject, void> {
  const input = [...ids].map((id) => `${id}\n`).join('');
  if (input === '') return;
  const reader = new BatchReader();
  for await (const chunk of streamGit(folder, ['cat-file', '--batch'], input)) yield* reader.push(chunk);
}

/** `<id> <type> <size>` and a newline, then the content and a newline; `<id> missing` for what is not there. */
export class BatchReader {
  #rest: Buffer[] = [];
  #restLength = 0;
  #open: Open | null = null;
  /** Of the content of `#open` and its newline: still to come, once what is kept has been counted. */
  #skip = 0;

  *push(chunk: Buffer): Generator<GitObject> {
    let left = chunk;
    while (left.length > 0) {
      if (this.#skip > 0) {
        const gone = Math.min(this.#skip, left.length);
        this.#skip -= gone;
        left = left.subarray(gone);
        continue;
      }
      const [taken, object] =
        this.#open === null ? this.#takeHeader(left) : this.#takeContent(left, this.#open);
      left = left.subarray(taken);
      if (object !== null) yield object;
    }
  }

  #takeHeader(chunk: Buffer): readonly [taken: number, object: GitObject | null] {
    const end = chunk.indexOf(0x0a);
    if (end === -1) {
      this.#keep(chunk);
      return [chunk.length, null];
    }
    this.#keep(chunk.subarray(0, end));
    const [id = '', type = '', size = ''] = this.#flush().toString().split(' ');
    if (size === '') return [end + 1, null];
    const open = { id, isBlob: type === 'blob', size: Number(size) };
    if (open.isBlob && open.size <= mostScannedBytes) this.#open = open;
    else this.#skip = open.size + 1;
    return [end + 1, open.isBlob && this.#open === null ? { id, bytes: null } : null];
  }

  #takeContent(chunk: Buffer, open: Open): readonly [taken: number, object: GitObject | null] {
    const wanted = open.size + 1 - this.#restLength;
    this.#keep(chunk.subarray(0, wanted));
    if (chunk.length < wanted) return [chunk.length, null];
    this.#open = null;
    return [wanted, { id: open.id, bytes: this.#flush().subarray(0, open.size) }];
  }

  #keep(bytes: Buffer): void {
    this.#rest.push(bytes);
    this.#restLength += bytes.length;
  }

  #flush(): Buffer {
    const whole = Buffer.concat(this.#rest);
    [this.#rest, this.#restLength] = [[], 0];
    return whole;
  }
}
