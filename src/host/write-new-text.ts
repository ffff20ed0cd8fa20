// A text that a person asked for, in a new file of the person's own.
import { writeFile } from 'node:fs/promises';

/** Overwrites nothing and follows no link at the name itself. @throws as node:fs does: EEXIST where something is there */
export async function writeNewText(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx', mode: 0o644 });
}
