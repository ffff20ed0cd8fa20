// One stream of output as a terminal shows it at the end, within what a model reads; what is longer can be read in parts.
import type { CapturedOutput, ExecutionResult } from '../../core/execution-result.js';
import type { Shelf } from '../../services/python/result-store.js';
import { collapseRedraws } from './collapse-redraws.js';
import { shorten } from './shorten.js';

/** Characters of one stream, a value or a traceback. Claude Code cuts a result at about 25,000 tokens. */
export const mostCharacters = 20_000;

export interface ShownStream {
  readonly bytes: number;
  readonly text: string;
  readonly isCut: boolean;
  /** Of what was kept of it; null where all of it is in the text, or there is no room. */
  readonly link: { readonly name: string; readonly uri: string; readonly size: number } | null;
}

export interface ShownStreams {
  readonly stdout: ShownStream;
  readonly stderr: ShownStream;
}

/** @param shelf keeps what is too long for the message */
export function showStreams(
  { stdout, stderr, files }: Pick<ExecutionResult, 'stdout' | 'stderr' | 'files'>,
  shelf: Shelf | null,
): ShownStreams {
  const taken = new Set(files.map(({ path }) => path));
  const nameFor = (stream: string): string => {
    for (let number = 0; ; number += 1) {
      const name = number === 0 ? `${stream}.txt` : `${stream}-${number}.txt`;
      if (!taken.has(name)) return name;
    }
  };
  return {
    stdout: showStream(stdout, nameFor('stdout'), shelf),
    stderr: showStream(stderr, nameFor('stderr'), shelf),
  };
}

function showStream(
  { text, truncated, bytes }: CapturedOutput,
  name: string,
  shelf: Shelf | null,
): ShownStream {
  const shown = collapseRedraws(text);
  const isCut = truncated || shown.length > mostCharacters;
  const stream = { bytes, text: shorten(shown, mostCharacters), isCut };
  if (shown.length <= mostCharacters) return { ...stream, link: null };
  const kept = Buffer.from(text);
  const uri = shelf?.keep(name, kept) ?? null;
  return { ...stream, link: uri === null ? null : { name, uri, size: kept.length } };
}
