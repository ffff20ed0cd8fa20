// What was read of a file, in a sentence or two. Pure.
import type { ReadText } from '../../services/files/read-text.js';
import { showName } from './file-section.js';

export function describeText(read: ReadText): string {
  const { path, size, lines, firstLine, lastLine, truncated, masked } = read;
  const all = lines === null ? '' : ` of ${lines}`;
  const what =
    read.content === ''
      ? `Nothing${size === 0 ? ': it is empty' : `, its last line is ${lines ?? 'before that'}`}`
      : firstLine === null || lastLine === null
        ? 'Its last lines'
        : `Lines ${firstLine} to ${lastLine}${all}`;
  const rest = truncated ? describeRest(read) : '';
  const secrets = masked
    ? ' Known secrets in it are masked; an edit leaves them out of oldText and newText.'
    : '';
  return `${what} of ${showName(path)}, ${size} bytes${describeForm(read)}.${rest}${secrets}`;
}

/** Only what is not usual. */
function describeForm({ encoding, lineEnd }: ReadText): string {
  const form = [
    ...(encoding === 'utf-8'
      ? []
      : [encoding === 'unknown' ? 'no UTF-8, what is none shows as �' : encoding]),
    ...(lineEnd === 'crlf' ? ['line ends CRLF'] : lineEnd === 'mixed' ? ['line ends LF and CRLF'] : []),
  ];
  return form.length === 0 ? '' : ` (${form.join(', ')})`;
}

function describeRest({ lastLine }: ReadText): string {
  const on = lastLine === null ? '' : `: go on at startLine ${lastLine + 1}`;
  return ` It is more than is shown at once${on}.`;
}
