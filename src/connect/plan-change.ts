// What a connection, or its undoing, makes of the text of a settings file. Pure; who writes it asks its person first.
import { isDeepStrictEqual } from 'node:util';
import { PymcpError } from '../core/errors.js';
import type { Entry, EntryFormat } from './entry-format.js';
import { isOwnEntry, mergeEntries, summarize } from './own-entry.js';

export type Action = 'added' | 'updated' | 'replaced' | 'unchanged' | 'removed' | 'absent';

export interface Change {
  readonly action: Action;
  readonly entry: Entry | null;
  /** Null where there is to be no file. */
  readonly after: string | null;
}

interface Place {
  readonly format: EntryFormat;
  /** Of the server. */
  readonly name: string;
  /** Null where there is no file. */
  readonly before: string | null;
}

const mark = '\ufeff';

/** @param foreign what becomes of an entry of this name that is not ours */
export function planConnection(place: Place, wanted: Entry, foreign: 'keep' | 'replace'): Change {
  const { format, name } = place;
  const text = withoutMark(place.before ?? '');
  const found = format.find(text, name);
  const set = (entry: Entry, action: Action): Change => {
    const after = format.set(text, name, entry);
    return { action, entry, after: isMarked(place.before) ? mark + after : after };
  };
  if (found === null) return set(wanted, 'added');
  if (!isOwnEntry(found)) {
    if (foreign === 'keep')
      throw notOurs(name, found, 'take another name: --name NAME; or replace it: --replace');
    return set(wanted, 'replaced');
  }
  const merged = mergeEntries(found, wanted);
  if (isDeepStrictEqual(merged, found)) return { action: 'unchanged', entry: found, after: place.before };
  return set(merged, 'updated');
}

/** @param copies of the file that were kept when it was changed before, in any order */
export function planRemoval(place: Place, copies: readonly string[]): Change {
  const { format, name, before } = place;
  const text = withoutMark(before ?? '');
  const found = before === null ? null : format.find(text, name);
  if (found === null) return { action: 'absent', entry: null, after: before };
  if (!isOwnEntry(found)) throw notOurs(name, found, 'remove it by hand, or name ours: --name NAME');
  const removed: Pick<Change, 'action' | 'entry'> = { action: 'removed', entry: found };
  // Where nothing else has changed, what was there before we came is known to the byte.
  const original = copies.find((copy) => leadsTo(copy, before, place, found));
  if (original !== undefined) return { ...removed, after: original };
  const after = format.remove(text, name);
  const isOurFile = format.isEmpty(after) && copies.every((copy) => isOnlyOurs(copy, place));
  if (isOurFile) return { ...removed, after: null };
  return { ...removed, after: isMarked(before) ? mark + after : after };
}

/** Whether adding the entry to the copy gives what is there now. */
function leadsTo(copy: string, now: string | null, { format, name }: Place, entry: Entry): boolean {
  return isReadable(() => {
    const text = withoutMark(copy);
    if (format.find(text, name) !== null) return false;
    return format.set(text, name, entry) === withoutMark(now ?? '') && isMarked(copy) === isMarked(now);
  });
}

function isOnlyOurs(copy: string, { format, name }: Place): boolean {
  return isReadable(() => {
    const text = withoutMark(copy);
    return format.find(text, name) !== null && format.isEmpty(format.remove(text, name));
  });
}

/** A copy that is no such file any more says nothing. */
function isReadable(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}

function notOurs(name: string, found: Entry, hint: string): PymcpError {
  return new PymcpError(
    'client.entry-foreign',
    `there is a server ${name} already that pymcp did not write: ${JSON.stringify(summarize(found))}`,
    hint,
  );
}

const isMarked = (text: string | null): boolean => text?.startsWith(mark) === true;

const withoutMark = (text: string): string => (text.startsWith(mark) ? text.slice(1) : text);
