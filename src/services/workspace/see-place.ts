// What stands at a place of the workspace at a moment, told by numbers alone: no content is read. path.contained: by
// descriptor, one part after the other, through no link.
import { createHash } from 'node:crypto';
import { type ByteString, toByteString, type WalkedFolder } from '../../host/walked-folder.js';
import { withinFolder } from '../../host/within-folder.js';

export interface Seen {
  /** Another content, or another file at that place, has another one. */
  readonly text: string;
  /** When it was changed last, in milliseconds since 1970. */
  readonly changedMs: number;
}

/** Of names in a folder that are looked at. */
const mostNames = 20_000;
/** What a change through the files service leaves for a moment beside its file. */
const temporary = /^\.pymcp-/;

/** null where no file is, or only behind a link. */
export function seeFile(root: WalkedFolder, path: string): Seen | null {
  const parts = toByteString(path).split('/');
  return within(root, parts.slice(0, -1), (folder) => {
    const status = folder.inspect(parts.at(-1) ?? '');
    if (status?.kind !== 'other') return null;
    const { device, inode, bornNs, changedNs } = status;
    return {
      text: `${device}:${inode} ${bornNs} ${changedNs}`,
      changedMs: Number(changedNs / 1_000_000n),
    };
  });
}

/** When names came, went or changed there. @param path empty for the workspace itself */
export function seeFolder(root: WalkedFolder, path: string): Seen | null {
  return within(root, partsOf(path), (folder) => {
    const { key, text, changedMs } = folder.stamp;
    return { text: `${key} ${text}`, changedMs };
  });
}

/** The same for the same names. @param isHidden of names that are nobody's business */
export function seeNames(
  root: WalkedFolder,
  path: string,
  isHidden: (path: ByteString) => boolean,
): string | null {
  const above = path === '' ? '' : `${toByteString(path)}/`;
  return within(root, partsOf(path), (folder) => {
    const names: ByteString[] = [];
    for (const { name, kind } of folder.entries()) {
      if (names.length >= mostNames) break;
      if (!temporary.test(name) && !isHidden(`${above}${name}`)) names.push(`${kind} ${name}`);
    }
    return createHash('sha256').update(names.sort().join('\0')).digest('hex');
  });
}

/** Calls once when something in it changes, then no more. @returns null where there is no such folder, or no room to watch */
export function watchFolder(root: WalkedFolder, path: string, onChange: () => void): (() => void) | null {
  return within(root, partsOf(path), (folder) => folder.watchOnce(onChange));
}

const partsOf = (path: string): readonly ByteString[] => (path === '' ? [] : toByteString(path).split('/'));

/** What is gone or cannot be looked at is not there. */
function within<Value>(
  root: WalkedFolder,
  parts: readonly ByteString[],
  work: (folder: WalkedFolder) => Value | null,
): Value | null {
  try {
    return withinFolder(root, parts, work);
  } catch {
    return null;
  }
}
