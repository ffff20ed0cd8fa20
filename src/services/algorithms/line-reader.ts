// Cuts what the measuring program prints into lines and parses each. The guest's word: what is no line of ours is counted, not
// kept, and there is a bound to all of it.
import { type MeasuredLine, measuredLine } from './measured.js';

const longestLine = 512 * 1024;
const mostLines = 2_000;

export class LineReader {
  readonly lines: MeasuredLine[] = [];
  /** Lines that were not understood. */
  strange = 0;
  readonly #onLine: (line: MeasuredLine) => void;
  #rest = '';
  readonly #decoder = new TextDecoder();

  constructor(onLine: (line: MeasuredLine) => void) {
    this.#onLine = onLine;
  }

  take(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    const rest = parts.pop() ?? '';
    this.#rest = rest.length > longestLine ? '' : rest;
    parts.forEach((text) => {
      this.#read(text);
    });
  }

  #read(text: string): void {
    const parsed = measuredLine.safeParse(parseJson(text));
    if (!parsed.success || this.lines.length >= mostLines) {
      this.strange += 1;
      return;
    }
    this.lines.push(parsed.data);
    this.#onLine(parsed.data);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
