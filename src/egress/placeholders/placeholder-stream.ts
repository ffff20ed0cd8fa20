// secret.unseen: finds placeholders in a stream of bytes, however it is cut, and puts in the place of each what it is answered with. The
// first one that may not be there ends it, and nothing from there on comes out. Holds back what may be the beginning of one.
import { beginsAsPlaceholder, marker, mostPlaceholderCharacters } from './placeholder-text.js';

/** A placeholder where none may be. */
export interface Misuse {
  readonly why: string;
  readonly hint: string;
}

export type Answer =
  { readonly kind: 'swap'; readonly bytes: Buffer } | ({ readonly kind: 'refuse' } & Misuse);

/** Of a placeholder of this run, and what is to become of it here. */
export interface KnownPlaceholder {
  readonly text: string;
  readonly answer: () => Answer;
}

export class PlaceholderStream {
  readonly #known: readonly KnownPlaceholder[];
  readonly #onMisuse: (misuse: Misuse) => unknown;
  #held: Buffer = Buffer.alloc(0);
  #isRefused = false;

  /** @param onMisuse told at once, at most once */
  constructor(known: readonly KnownPlaceholder[], onMisuse: (misuse: Misuse) => unknown) {
    this.#known = known;
    this.#onMisuse = onMisuse;
  }

  push(piece: Buffer): Buffer {
    return this.#take(this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]), false);
  }

  end(): Buffer {
    return this.#take(this.#held, true);
  }

  #take(bytes: Buffer, isLast: boolean): Buffer {
    const parts: Buffer[] = [];
    let done = 0;
    this.#held = Buffer.alloc(0);
    for (let at = bytes.indexOf(marker); at >= 0 && !this.#isRefused; at = bytes.indexOf(marker, done)) {
      parts.push(bytes.subarray(done, at));
      const word = bytes.toString('latin1', at, at + mostPlaceholderCharacters);
      const length = this.#read(word, parts, isLast);
      // The rest of it is still to come.
      if (length === 0) return this.#hold(bytes, at, parts);
      done = at + length;
    }
    if (this.#isRefused) return Buffer.alloc(0);
    const safe = isLast ? bytes.length : Math.max(done, bytes.length - lengthOfBeginning(bytes));
    parts.push(bytes.subarray(done, safe));
    return this.#hold(bytes, safe, parts);
  }

  /** A copy: who handed the piece over may use its memory again. */
  #hold(bytes: Buffer, from: number, parts: readonly Buffer[]): Buffer {
    this.#held = Buffer.from(bytes.subarray(from));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }

  /** How much of the word was read; 0 where more of it is needed. @param word begins with the marker */
  #read(word: string, parts: Buffer[], isLast: boolean): number {
    const found = this.#known.find(({ text }) => word.startsWith(text));
    if (found !== undefined) {
      const answer = found.answer();
      if (answer.kind === 'swap') parts.push(answer.bytes);
      else this.#refuse(answer);
      return found.text.length;
    }
    const isWhole = isLast || word.length === mostPlaceholderCharacters || /[^a-zA-Z0-9_]/.test(word);
    if (!isWhole) return 0;
    if (beginsAsPlaceholder(word)) this.#refuse(foreign);
    else parts.push(Buffer.from(marker));
    return marker.length;
  }

  #refuse({ why, hint }: Misuse): void {
    this.#isRefused = true;
    this.#onMisuse({ why, hint });
  }
}

const foreign: Misuse = {
  why: 'a placeholder was sent that is none of this run',
  hint: 'read the placeholder from the environment in each run: it is another one each time',
};

/** How many of the last bytes may be the beginning of the marker. */
function lengthOfBeginning(bytes: Buffer): number {
  const last = bytes.toString('latin1', Math.max(0, bytes.length - marker.length + 1));
  for (let from = 0; from < last.length; from += 1)
    if (marker.startsWith(last.slice(from))) return last.length - from;
  return 0;
}
