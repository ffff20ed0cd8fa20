// A line on a terminal that says how far something is; nothing where nobody looks on.
import { toLine } from './render-verify.js';

export interface ProgressBar {
  /** @param what has just been done */
  readonly step: (what: string) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

const barWidth = 30;

export function openProgressBar(stream: NodeJS.WriteStream, total: number): ProgressBar {
  let done = 0;
  const show = (text: string): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text}`);
  };
  const draw = (what: string): void => {
    const full = Math.round((barWidth * done) / Math.max(1, total));
    const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
    show(`${bar} ${done}/${total} ${toLine(what)}`.slice(0, stream.columns));
  };
  draw('');
  return {
    step: (what) => {
      done += 1;
      draw(what);
    },
    end: () => {
      show('');
    },
  };
}
