// A change that is kept, in words. Pure.
import type { KeptChange } from '../../services/files/change-record.js';
import { showName } from './file-section.js';

export function describeKept({ record }: KeptChange): string {
  switch (record.kind) {
    case 'write':
      return `${record.before === null ? 'created' : 'changed'} ${showName(record.path)}`;
    case 'files':
      return `changed ${record.files.length} files by ${record.tool}: ${showSome(record.files.map(({ path }) => path))}`;
    case 'remove':
      return `removed ${showName(record.path)}`;
    case 'move':
      return `moved ${showName(record.source)} to ${showName(record.target)}`;
    case 'folders':
      return `made the folder ${showName(record.made.at(-1) ?? '')}`;
  }
}

const mostNamed = 5;

function showSome(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  return `${paths.slice(0, mostNamed).map(showName).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why it cannot be taken back; null where it can, as far as is known. */
export function whyKeptForGood({ record }: KeptChange): string | null {
  return 'notKept' in record ? record.notKept : null;
}
