// A line on a terminal that says how far something is, and about how long it takes yet; nothing where nobody looks on.
import { monotonicMs } from '../host/clock.js';
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
  const startedMs = monotonicMs();
  const show = (text: string): void => {
    if (stream.isTTY) stream.write(`\r\u001b[2K${text}`);
  };
  const draw = (what: string): void => {
    const full = Math.round((barWidth * done) / Math.max(1, total));
    const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
    const left = sayLeft((monotonicMs() - startedMs) / Math.max(1, done), total - done, done);
    show(`${bar} ${done}/${total}${left} ${toLine(what)}`.slice(0, stream.columns));
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

/** As if what is left took as long as what is done. */
function sayLeft(eachMs: number, left: number, done: number): string {
  return done === 0 || left <= 0 ? '' : `, about ${Math.max(1, Math.round((eachMs * left) / 1000))} s left`;
}
