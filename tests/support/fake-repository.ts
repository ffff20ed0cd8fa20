// A repository as the fake GitHub keeps it: what a test says of it, and what was written since.
import { createHash } from 'node:crypto';

export interface FakeFile {
  /** As git has it: 100644, 100755, 120000 (a link), 160000 (a submodule). */
  readonly mode: string;
  readonly bytes: Buffer;
}

export interface FakeItem {
  readonly number: number;
  title: string;
  body: string;
  state: string;
  readonly isPull: boolean;
  readonly comments: string[];
}

export class FakeRepository {
  fullName: string;
  visibility: 'public' | 'private' | 'internal' | null = 'public';
  isArchived = false;
  readonly items: FakeItem[] = [];
  readonly files = new Map<string, FakeFile>();
  readonly branches = new Map<string, string>();
  diff = '';

  constructor(fullName: string) {
    this.fullName = fullName;
    this.branches.set('main', 'a'.repeat(40));
  }

  get isPrivate(): boolean {
    return this.visibility === 'private' || this.visibility === 'internal';
  }

  get isEmpty(): boolean {
    return this.files.size === 0;
  }

  addItem(title: string, body: string, isPull = false): FakeItem {
    const item = { number: this.items.length + 1, title, body, state: 'open', isPull, comments: [] };
    this.items.push(item);
    return item;
  }

  addFile(path: string, content: string | Buffer, mode = '100644'): void {
    this.files.set(path, { mode, bytes: Buffer.from(content) });
  }

  fileBySha(sha: string): FakeFile | undefined {
    return [...this.files.values()].find((file) => blobSha(file) === sha);
  }
}

/** As `git hash-object` has it. */
export function blobSha({ bytes }: FakeFile): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
