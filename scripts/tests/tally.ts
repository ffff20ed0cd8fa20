// What ran and how it ended: one line as it happens, every failure in full at the end, then their
// names, each with the beginning of why, and the count: what keeps only the end of the output still shows what failed.

interface Failure {
  readonly title: string;
  readonly detail: string;
}

export class Tally {
  readonly #print: (line: string) => void;
  readonly #failures: Failure[] = [];
  readonly #notRun: Failure[] = [];
  #passed = 0;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  pass(title: string, durationMs: number): void {
    this.#passed += 1;
    this.#print(`✔ ${title} (${toDuration(durationMs)})`);
  }

  fail(title: string, detail: string): void {
    this.#failures.push({ title, detail });
    this.#print(`✖ ${title}`);
  }

  /** A file that cannot run on this machine, which nobody is to take for one that passed. */
  notRun(title: string, detail: string): void {
    this.#notRun.push({ title, detail });
    this.#print(`NOT RUN ${title}`);
  }

  /** Of files. */
  get countNotRun(): number {
    return this.#notRun.length;
  }

  /** Prints the failures, what did not run, and the count. True where something ran and nothing failed. */
  close(): boolean {
    for (const { title, detail } of this.#failures) {
      this.#print(`\n✖ ${title}\n${detail.replace(/^/gm, '  ')}`);
    }
    if (this.#passed + this.#failures.length === 0) this.#print('\nno test ran');
    for (const { title, detail } of this.#notRun) this.#print(`\nNOT RUN ${title}\n  ${detail}`);
    if (this.#failures.length > 0) this.#print('');
    for (const { title, detail } of this.#failures) this.#print(`✖ ${title}\n  ${beginningOf(detail)}`);
    const notRun = this.countNotRun === 0 ? '' : `, ${this.countNotRun} NOT RUN`;
    this.#print(`\n${this.#passed} passed, ${this.#failures.length} failed${notRun}`);
    return this.#passed > 0 && this.#failures.length === 0;
  }
}

function beginningOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}

function toDuration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
