// How far the making of an environment is: on a terminal a line that changes, elsewhere a line for each step and each package.
import { toShownPath } from '../../core/shown-path.js';
import type { MakingObserver, MakingStep } from '../../services/environments/making-observer.js';

const words: Readonly<Record<MakingStep, string>> = {
  waiting: 'waiting for another process that makes it',
  resolving: 'finding versions',
  downloading: 'bringing the archives',
  building: 'building source archives, without a network',
  unpacking: 'unpacking, without a network',
  checking: 'checking what was unpacked',
  importing: 'importing what is to be preloaded',
  placing: 'writing it to the disk',
};

export function reportMaking(stream: NodeJS.WriteStream): MakingObserver & { readonly end: () => void } {
  let [step, item, shown] = ['', '', ''];
  const redraw = (text: string): void => {
    if (!stream.isTTY || text === shown) return;
    shown = text;
    stream.write(`\r\u001b[2K${text.slice(0, stream.columns)}`);
  };
  const line = (text: string): void => {
    if (stream.isTTY) redraw(text);
    else stream.write(`${text}\n`);
  };
  return {
    onStep: (next) => {
      step = words[next];
      line(step);
    },
    onPackage: (text, place, of) => {
      const count = of === 0 ? '' : `${place} of ${of}: `;
      item = `${step}: ${count}${toShownPath(text)}`;
      line(item);
    },
    onBytes: (done, of) => {
      const share = of === null || of === 0 ? '' : `, ${Math.floor((100 * done) / of)} %`;
      redraw(`${item}, ${(done / 1_000_000).toFixed(1)} MB${share}`);
    },
    onNote: (text) => {
      redraw('');
      stream.write(`note: ${toShownPath(text)}\n`);
      shown = '';
    },
    end: () => {
      redraw('');
    },
  };
}
