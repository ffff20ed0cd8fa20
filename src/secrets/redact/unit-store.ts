// Units that many secrets share: there are few characters, and few bytes. Each is made once.
import type { Spelling } from './spelling.js';
import { type Need, Unit } from './unit.js';

export class UnitStore {
  readonly #units = new Map<string, Unit>();

  /** @param key what it is, among all units */
  take(key: string, spell: () => readonly Spelling[], need: Need = 'needed'): Unit {
    const known = this.#units.get(key);
    if (known !== undefined) return known;
    const unit = new Unit(spell(), need);
    this.#units.set(key, unit);
    return unit;
  }
}
