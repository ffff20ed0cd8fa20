// A folder below another, by descriptor, one part after the other and through no link, for as long as something is done in it.
import type { ByteString, WalkedFolder } from './walked-folder.js';

/** null where it is gone, is a link by now, or cannot be opened. @throws as `work` */
export function withinFolder<Value>(
  folder: WalkedFolder,
  [name, ...rest]: readonly ByteString[],
  work: (folder: WalkedFolder) => Value,
): Value | null {
  if (name === undefined) return work(folder);
  let below: WalkedFolder;
  try {
    below = folder.openBelow(name);
  } catch {
    return null;
  }
  try {
    return withinFolder(below, rest, work);
  } finally {
    below.close();
  }
}
