// What a program has written and its client was not told yet: bounded, whatever is written and however slowly the client
// reads. The newest stays.
import { collapseRedraws } from './collapse-redraws.js';
import { showControls } from './show-controls.js';

export type StreamName = 'stdout' | 'stderr';

/** Characters of one message. */
const mostShown = 2_000;
/** Characters that are held before they are made less; a chunk more for a moment. */
const mostHeld = 64 * 1024;
/** Of many short pieces each costs more than its text. */
const mostPieces = 256;

const leftOut = '… earlier output left out …\n';

interface Piece {
  readonly stream: StreamName;
  text: string;
}

export class PendingOutput {
  #pieces: Piece[] = [];
  #held = 0;
  #hasDropped = false;
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() } as const;

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  push(stream: StreamName, chunk: Buffer): void {
    const text = this.#decoders[stream].decode(chunk, { stream: true });
    if (text === '') return;
    const last = this.#pieces.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#pieces.push({ stream, text });
    this.#held += text.length;
    if (this.#held > mostHeld || this.#pieces.length > mostPieces) this.#makeLess();
  }

  /** All of it as one message; the next one begins with what comes then. */
  take(): string {
    const pieces = this.#pieces.map(show).filter((shown) => shown !== '');
    const whole = pieces
      .map((text, index) => (index === 0 ? text : separate(pieces[index - 1], text)))
      .join('');
    const tail = cutHead(whole, mostShown);
    const mark = this.#hasDropped || tail.length < whole.length ? leftOut : '';
    this.#pieces = [];
    this.#held = 0;
    this.#hasDropped = false;
    return `${mark}${tail}`;
  }

  /** Redraws go first, and only where that is not enough the oldest text. */
  #makeLess(): void {
    const kept: Piece[] = [];
    let room = mostHeld / 4;
    for (const { stream, text } of this.#pieces.toReversed()) {
      if (room === 0 || kept.length === mostPieces / 4) break;
      const collapsed = collapseRedraws(text);
      const tail = cutHead(collapsed, room);
      if (tail.length < collapsed.length) this.#hasDropped = true;
      room -= tail.length;
      kept.unshift({ stream, text: tail });
    }
    this.#hasDropped ||= kept.length < this.#pieces.length;
    this.#pieces = kept;
    this.#held = mostHeld / 4 - room;
  }
}

/** Each line of stderr says so. */
function show({ stream, text }: Piece): string {
  const shown = showControls(collapseRedraws(text));
  return stream === 'stdout' ? shown : shown.replaceAll(/^(?=.)/gmu, 'stderr: ');
}

/** Two streams do not share a line. */
function separate(before: string | undefined, text: string): string {
  return before?.endsWith('\n') === false ? `\n${text}` : text;
}

function cutHead(text: string, most: number): string {
  return text.length <= most ? text : text.slice(-most).replace(/^[\udc00-\udfff]/, '');
}
