// How far an installation is: on a terminal a line that changes, elsewhere a line for each step.
import type { InstallObserver, InstallStep } from '../services/install/install-observer.js';
import { toLine } from './render-verify.js';

const words: Readonly<Record<InstallStep, string>> = {
  waiting: 'waiting for another installation',
  downloading: 'downloading',
  copying: 'reading the file',
  checking: 'checking size and SHA-256',
  unpacking: 'unpacking',
  placing: 'writing it to the disk',
};
const perLine = 64;

export function reportInstallation(
  stream: NodeJS.WriteStream,
): InstallObserver & { readonly end: () => void } {
  let entries = 0;
  let shown = '';
  const redraw = (text: string): void => {
    if (!stream.isTTY || text === shown) return;
    shown = text;
    stream.write(`\r\u001b[2K${toLine(text).slice(0, stream.columns)}`);
  };
  return {
    onStep: (step) => {
      if (stream.isTTY) redraw(words[step]);
      else stream.write(`${words[step]}\n`);
    },
    onBytes: (done, all) => {
      redraw(`${Math.floor((100 * done) / all)} % of ${(all / 1_000_000).toFixed(1)} MB`);
    },
    onEntry: () => {
      entries += 1;
      if (entries % perLine === 0) redraw(`unpacking: ${entries}`);
    },
    end: () => {
      redraw('');
    },
  };
}
