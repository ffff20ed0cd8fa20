// A script of git, executable, as a whole: there is the old one, or the new one, at any moment.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';

const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** @param kept where the one that is there goes; nothing is overwritten there @throws as node:fs does: EEXIST where `kept` is taken */
export async function placeHook(path: string, text: string, kept: string | null): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, newFile, 0o755);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (kept !== null) await link(path, kept);
    await rename(draft, path);
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}
