// The frames of a Python traceback as text, whoever wrote it: a program may print anything that looks like one. Pure.

export interface TracebackFrame {
  /** As it stands there. */
  readonly file: string;
  readonly line: number;
}

export interface Traceback {
  /** In the order of the text: the innermost of each exception last. */
  readonly frames: readonly TracebackFrame[];
  /** The last line, which names the exception; empty where there is none. */
  readonly lastLine: string;
}

/** limit.cpu: of what is read. */
const mostCharacters = 256 * 1024;
const mostLineCharacters = 2_000;
const mostFrames = 2_000;

/** Groups of exceptions stand behind bars; a SyntaxError names no function. */
const frame = /^[ |+]{0,200}File "([^"]+)", line (\d{1,7})(?:, in .*)?$/u;

export function parseTraceback(text: string): Traceback {
  const lines = text.slice(0, mostCharacters).split(/\r?\n/);
  const frames: TracebackFrame[] = [];
  for (const line of lines) {
    if (line.length > mostLineCharacters || frames.length >= mostFrames) continue;
    const [, file, number] = line.match(frame) ?? [];
    if (file !== undefined && Number(number) > 0) frames.push({ file, line: Number(number) });
  }
  return { frames, lastLine: lines.findLast((line) => line.trim() !== '')?.trim() ?? '' };
}
