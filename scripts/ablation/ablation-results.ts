// What `make ablation` has found so far, in a file that git ignores. Only what was as it must be is kept: a control that succeeded, a
// drop that somebody noticed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Control } from '../../tests/ablation/controls.js';
import { isNoticed, type Notice } from '../../tests/ablation/notice.js';

const file = 'bench/results/ablation.json';

export class AblationResults {
  readonly #controls: Map<string, Control>;
  readonly #notices: Map<string, Notice>;

  private constructor(controls: readonly Control[], notices: readonly Notice[]) {
    this.#controls = new Map(controls.map((one) => [one.name, one]));
    this.#notices = new Map(notices.map((one) => [one.name, one]));
  }

  static open(): AblationResults {
    if (!existsSync(file)) return new AblationResults([], []);
    const { controls, notices } = JSON.parse(readFileSync(file, 'utf8')) as {
      controls: Control[];
      notices: Notice[];
    };
    return new AblationResults(controls, notices);
  }

  get controls(): readonly Control[] {
    return [...this.#controls.values()];
  }

  get notices(): readonly Notice[] {
    return [...this.#notices.values()];
  }

  /** Of an attack or of a switch. */
  has(name: string): boolean {
    return this.#controls.has(name) || this.#notices.has(name);
  }

  noticeOf(name: string): Notice | undefined {
    return this.#notices.get(name);
  }

  addControl(control: Control): void {
    if (control.proof === null) this.#controls.delete(control.name);
    else this.#controls.set(control.name, control);
    this.#save();
  }

  addNotice(notice: Notice): void {
    if (isNoticed(notice)) this.#notices.set(notice.name, notice);
    else this.#notices.delete(notice.name);
    this.#save();
  }

  #save(): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ controls: this.controls, notices: this.notices }, null, 1));
  }
}
