// What a terminal would show at the end: of a line that was drawn over and over (`\r`, as tqdm does) its last state, so
// that a progress bar is a line and not ten thousand. Pure. The command line passes bytes through untouched.

/**
 * What moves: to the beginning of the line, a line down, lines up (nested bars), and what erases the rest of a line. Other
 * escapes are text. A line of our own that says how much was left out stays where it is.
 */
const moves = /(\r+(?=\n)|\r|\n|[^\P{Cc}\t]\[(?:\d{0,3}A|[02]?K))/u;
const leftOut = /^… \d+ (?:bytes|characters) left out …$/;

/** Lines without a redraw come back as they are, their ends (`\r\n`) included. */
export function collapseRedraws(text: string): string {
  if (!text.includes('\r') && !text.includes('\u001b[')) return text;
  const screen = new Screen();
  // Odd parts are what was split at.
  text.split(moves).forEach((part, index) => {
    if (index % 2 === 0) screen.write(part);
    else screen.move(part);
  });
  return screen.toString();
}

class Screen {
  readonly #rows: Row[] = [new Row()];
  #at = 0;
  /** No row above it is written to again. */
  #floor = 0;

  write(text: string): void {
    if (text !== '') this.#row.write(text);
  }

  move(what: string): void {
    if (what === '\n') this.#down();
    else if (what.startsWith('\r')) this.#row.return(what);
    else if (what.endsWith('A'))
      this.#at = Math.max(this.#floor, this.#at - (parseInt(what.slice(2), 10) || 1));
    else if (what.endsWith('K')) this.#row.erase(what);
  }

  toString(): string {
    return this.#rows.map(String).join('\n');
  }

  get #row(): Row {
    const row = this.#rows[this.#at];
    if (row === undefined) throw new Error('unreachable: the cursor is on a row');
    return row;
  }

  #down(): void {
    if (leftOut.test(String(this.#row))) this.#floor = this.#at + 1;
    this.#at += 1;
    if (this.#at === this.#rows.length) this.#rows.push(new Row());
    else this.#row.return('');
  }
}

/** One line: what comes after a return replaces it as a whole, because what is left of a longer text says nothing. */
class Row {
  #text = '';
  /** Written to from its beginning by the next text. */
  #isReturned = false;
  #wasRedrawn = false;
  #end = '';

  write(text: string): void {
    if (this.#isReturned) {
      this.#wasRedrawn ||= this.#text !== '';
      this.#text = '';
    }
    this.#isReturned = false;
    this.#end = '';
    this.#text += text;
  }

  /** @param end the returns themselves, which end a line where nothing follows */
  return(end: string): void {
    this.#isReturned = true;
    this.#end = end;
  }

  erase(escape: string): void {
    if (!this.#isReturned && escape !== '\u001b[2K') return;
    this.#text = '';
    this.#wasRedrawn = true;
  }

  toString(): string {
    // Bars fill up with spaces what they no longer cover.
    return this.#wasRedrawn ? this.#text.trimEnd() : `${this.#text}${this.#end}`;
  }
}
