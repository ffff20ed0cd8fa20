// A piece of a file's text as an address: what stands behind the marker is meant, or the first name in it. Pure.
import { PymcpError } from '../../../core/errors.js';
import { showSpot, type Spot } from './spot.js';

export const marker = '<|>';

const mostShown = 5;

/** @throws PymcpError `code.place-invalid`, `code.not-found`, `code.ambiguous` */
export function findPattern(path: string, lines: readonly string[], pattern: string): Spot {
  const parts = pattern.split(marker);
  const text = parts.join('');
  if (parts.length > 2 || text.trim() === '')
    throw new PymcpError(
      'code.place-invalid',
      parts.length > 2 ? `the pattern has more than one ${marker}` : 'the pattern is empty',
      `give a piece of the text with ${marker} before the name that is meant`,
    );
  const offset = parts.length === 2 ? (parts[0] ?? '').length : Math.max(0, text.search(/[\p{L}_]/u));
  const whole = lines.join('\n');
  const at = allOf(whole, text.replaceAll('\r\n', '\n'));
  const [only] = at;
  if (only === undefined)
    throw new PymcpError(
      'code.not-found',
      `${path} does not contain ${JSON.stringify(text.slice(0, 120))}`,
      sayNearest(path, lines, text),
    );
  if (at.length > 1)
    throw new PymcpError(
      'code.ambiguous',
      `${path} contains ${JSON.stringify(text.slice(0, 120))} more than once`,
      `give more of the text around it; it stands at ${at
        .slice(0, mostShown)
        .map((one) => showSpot(toSpotAt(path, whole, one + offset)))
        .join(', ')}`,
    );
  return toSpotAt(path, whole, only + offset);
}

function allOf(whole: string, text: string): number[] {
  const found: number[] = [];
  for (let at = whole.indexOf(text); at !== -1 && found.length <= mostShown; at = whole.indexOf(text, at + 1))
    found.push(at);
  return found;
}

function toSpotAt(path: string, whole: string, at: number): Spot {
  const before = whole.slice(0, at).split('\n');
  return { path, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Lines that hold the longest word of it: what is there instead. */
function sayNearest(path: string, lines: readonly string[], text: string): string {
  const words = (text.match(/[\p{L}\p{N}_]+/gu) ?? []).sort((one, other) => other.length - one.length);
  const near = lines.flatMap((line, index) =>
    words[0] !== undefined && line.includes(words[0]) ? [`${index + 1}: ${line.trim().slice(0, 80)}`] : [],
  );
  return near.length === 0
    ? `read ${path} first, and give a piece of it as it stands there`
    : `lines with ${JSON.stringify(words[0])} are ${near.slice(0, mostShown).join(' | ')}`;
}
