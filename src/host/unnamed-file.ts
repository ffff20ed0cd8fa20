// A file of ours that has no name: nobody else can open it, and nothing of it is left when this process ends, however it
// ends. On a disk where there is one, because a tmpfs would be memory again.
import { constants } from 'node:fs';
import { type FileHandle, mkdtemp, open, rmdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface UnnamedFile {
  /** Writes all of it. Rejects as node:fs does: ENOSPC where the disk is full. */
  write(bytes: Buffer, position: number): Promise<void>;
  /** Fewer than asked for at the end. */
  read(position: number, length: number): Promise<Buffer>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const newFile = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** @throws as node:fs does where no folder takes it */
export async function openUnnamedFile(folders: readonly string[] = usualFolders()): Promise<UnnamedFile> {
  let failure: unknown = new Error('there is no folder for it');
  for (const folder of folders) {
    try {
      return toUnnamedFile(await openIn(folder));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function usualFolders(): readonly string[] {
  const chosen = process.env['TMPDIR'];
  return chosen?.startsWith('/') === true ? [chosen] : ['/var/tmp', tmpdir()];
}

/** In a new folder that is closed to others; folder and name go at once. */
async function openIn(folder: string): Promise<FileHandle> {
  const own = await mkdtemp(join(folder, 'isolated-pymcp-'));
  try {
    const path = join(own, 'content');
    const file = await open(path, newFile, 0o600);
    await unlink(path);
    return file;
  } finally {
    await rmdir(own);
  }
}

function toUnnamedFile(file: FileHandle): UnnamedFile {
  return {
    async write(bytes, position) {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    },
    async read(position, length) {
      const bytes = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await file.read(bytes, done, length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.subarray(0, done);
    },
    close: () => file.close(),
  };
}
