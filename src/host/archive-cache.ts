// install.verified: archives of packages that were downloaded once, each by the checksum of its bytes. What goes in and what comes out
// is hashed as it is copied: no name and no earlier look is taken for it.
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { lstat, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { letOthersRun, nowMs } from './clock.js';
import { PrivateFolder, type Unsafe } from './private-folder.js';

export interface CachedArchive {
  readonly sha256: string;
  /** As the index names it. */
  readonly file: string;
}

const namePattern = /^([0-9a-f]{64})-([A-Za-z0-9][A-Za-z0-9._+!-]{0,180})$/;
const draftPrefix = '.new-';
const partBytes = 1024 * 1024;
const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const newFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
/** A draft that is older was left by a process that is gone. */
const draftMs = 60 * 60 * 1000;

export class ArchiveCache {
  readonly path: string;
  readonly #mostBytes: number;
  readonly #folder: PrivateFolder;

  /** @param mostBytes of all archives together; those that nobody has used for longest go first */
  constructor(path: string, mostBytes: number) {
    this.path = path;
    this.#mostBytes = mostBytes;
    this.#folder = new PrivateFolder(path);
  }

  /** @throws as node:fs does */
  make(): Promise<Unsafe | null> {
    return this.#folder.make();
  }

  async list(): Promise<readonly CachedArchive[]> {
    return (await readdir(this.path)).flatMap((name) => {
      const [, sha256, file] = name.match(namePattern) ?? [];
      return sha256 === undefined || file === undefined ? [] : [{ sha256, file }];
    });
  }

  /**
   * Copies a file that a stranger has written; keeps it where its checksum is among `wanted`.
   * @returns its SHA-256; null where it is no regular file, or larger than permitted @throws as node:fs does
   */
  async keep(
    path: string,
    file: string,
    { wanted, mostBytes }: { readonly wanted: ReadonlySet<string> | 'any'; readonly mostBytes: number },
  ): Promise<string | null> {
    if (!namePattern.test(`${'0'.repeat(64)}-${file}`)) return null;
    const draft = join(this.path, `${draftPrefix}${randomBytes(8).toString('hex')}`);
    try {
      const sha256 = await copyHashed(path, draft, mostBytes);
      if (sha256 === null) return null;
      if (wanted === 'any' || wanted.has(sha256)) await rename(draft, join(this.path, `${sha256}-${file}`));
      return sha256;
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Copies it to `target`, which is not there. @returns false where it has other bytes by now: then it is gone @throws as node:fs does */
  async take({ sha256, file }: CachedArchive, target: string): Promise<boolean> {
    const path = join(this.path, `${sha256}-${file}`);
    const found = await copyHashed(path, target, Number.MAX_SAFE_INTEGER);
    if (found === sha256) {
      const now = nowMs() / 1000;
      await utimes(path, now, now);
      return true;
    }
    await rm(path, { force: true });
    await rm(target, { force: true });
    return false;
  }

  /** Removes what is too much, and what killed processes have left. @throws as node:fs does */
  async trim(): Promise<void> {
    const found = await Promise.all(
      (await readdir(this.path)).map(async (name) => ({
        name,
        status: await lstat(join(this.path, name)).catch(() => null),
      })),
    );
    const known = found.flatMap(({ name, status }) => (status === null ? [] : [{ name, status }]));
    const isOld = (name: string, ms: number): boolean =>
      name.startsWith(draftPrefix) && nowMs() - ms > draftMs;
    let bytes = 0;
    for (const { name, status } of known.sort((one, other) => other.status.mtimeMs - one.status.mtimeMs)) {
      if (!name.startsWith(draftPrefix)) bytes += status.size;
      if (bytes > this.#mostBytes || isOld(name, status.mtimeMs))
        await rm(join(this.path, name), { force: true });
    }
  }
}

async function copyHashed(from: string, to: string, mostBytes: number): Promise<string | null> {
  const source = openSync(from, readFlags);
  try {
    const status = fstatSync(source);
    if (!status.isFile() || status.size > mostBytes) return null;
    const target = openSync(to, newFlags, 0o600);
    try {
      return await copy(source, target, mostBytes);
    } finally {
      closeSync(target);
    }
  } finally {
    closeSync(source);
  }
}

/** Each part takes a millisecond or two and is not waited for: to hand it to another thread takes as long where there is more to do. */
async function copy(source: number, target: number, mostBytes: number): Promise<string | null> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(partBytes);
  for (let done = 0; ;) {
    const length = readSync(source, buffer, 0, partBytes, done);
    if (length === 0) return hash.digest('hex');
    done += length;
    if (done > mostBytes) return null;
    hash.update(buffer.subarray(0, length));
    for (let written = 0; written < length;) written += writeSync(target, buffer, written, length - written);
    await letOthersRun();
  }
}
