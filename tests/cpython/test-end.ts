// How tests of CPython ended, out of the lines of run_tests.py among whatever else the tests wrote.

export const testEnds = [
  'ok',
  'expected failure',
  'skip',
  'unexpected success',
  'fail',
  'error',
  /** It was begun, and its process went away. */
  'lost',
  /** The other side has it, this one does not. */
  'not run',
] as const;

export type TestEnd = (typeof testEnds)[number];

export interface EndedTest {
  readonly end: TestEnd;
  /** Reason of a skip, traceback of a failure. */
  readonly detail: string;
}

export type EndedTests = ReadonlyMap<string, EndedTest>;

interface Line {
  readonly test: string;
  readonly end: string;
  readonly detail: string;
}

const mark = '\x1e';

/** Takes what comes out of one process, in any pieces. */
export class EndReader {
  readonly ended = new Map<string, EndedTest>();
  #begun: string | null = null;
  #rest = '';
  #isFinished = false;

  /** It ran all that it was to run. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split('\n');
    // What tests write without a line end is of no use here.
    this.#rest = (lines.pop() ?? '').slice(0, 8192);
    for (const line of lines) if (line.startsWith(mark)) this.#take(JSON.parse(line.slice(1)) as Line);
  }

  /** The process is gone: a test that it was in is lost. */
  close(why: string): void {
    if (this.#begun !== null) this.ended.set(this.#begun, { end: 'lost', detail: why });
    this.#begun = null;
  }

  #take({ test, end, detail }: Line): void {
    if (end === 'finished') this.#isFinished = true;
    else if (end === 'started') this.#begun = test;
    else {
      this.ended.set(test, { end: toEnd(end), detail });
      if (test === this.#begun) this.#begun = null;
    }
  }
}

function toEnd(text: string): TestEnd {
  const end = testEnds.find((known) => known === text);
  if (end === undefined) throw new RangeError(`no test ends as ${JSON.stringify(text)}`);
  return end;
}
