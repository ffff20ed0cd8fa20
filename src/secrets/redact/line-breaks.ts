// The end of a line as it stands in text and in quoted text, and what the next line is indented by.
import { exact, type Spelling } from './spelling.js';

const mostIndent = 12;

export const lineBreaks: readonly string[] = [
  '\n',
  '\r\n',
  '\\n',
  '\\r\\n',
  '\\\\n',
  '%0A',
  '%0a',
  '%0D%0A',
  '%0d%0a',
];

export function spellLineBreaks(): readonly Spelling[] {
  const indents = [...Array(mostIndent + 1).keys()].map((count) => ' '.repeat(count));
  return [
    ...lineBreaks.flatMap((end) => indents.map((indent) => exact(end + indent))),
    exact('\n\t'),
    exact('\r\n\t'),
  ];
}
