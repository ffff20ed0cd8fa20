// Turns a decision tree into classic BPF (Documentation/networking/filter.rst, seccomp(2)). Pure; trusts its callers,
// but checks its own output: a filter that is wrong must not exist.
//
// Every choice becomes a balanced binary search over the ranges of values that share a rule, so a call costs
// O(log n) comparisons. (From Linux 5.11 on, a call that is allowed whatever its arguments costs nothing at all:
// the kernel runs the filter once for each number and remembers.)
import { errnoNumbers, type Choice, type Field, type Rule, type Verdict } from './rule.js';

/** struct sock_filter. */
interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

/** A place to jump to, counted from the end of the program. */
type Label = number;

/** From `first` up to the next range, in unsigned order, the same rule holds. */
interface Range {
  readonly first: number;
  readonly rule: Rule;
}

const opcodes = { load: 0x20, and: 0x54, jump: 0x05, jumpIfAtLeast: 0x35, return: 0x06 } as const;
const farthestConditionalJump = 255;
const mostInstructions = 4096;
const allBits = 0xffffffff;

/** The program as an array of struct sock_filter, little endian. */
export function assemble(rule: Rule): Uint8Array {
  const program = new Program();
  program.place(rule);
  return program.encode();
}

/**
 * Written from the end to the start: BPF jumps only forward, so whatever an instruction may jump to already stands and
 * its distance is known.
 */
class Program {
  readonly #reversed: Instruction[] = [];
  readonly #standing = new Map<Rule, Label>();

  /** Makes the rule stand at the start of what is written so far, or nearby where it already does. */
  place(rule: Rule): Label {
    const standing = this.#standing.get(rule);
    if (standing !== undefined && this.#isNear(standing)) return standing;
    const label = typeof rule === 'string' ? this.#placeReturn(rule) : this.#placeChoice(rule);
    this.#standing.set(rule, label);
    return label;
  }

  encode(): Uint8Array {
    if (this.#reversed.length > mostInstructions) {
      throw new RangeError(`a filter of ${this.#reversed.length} instructions is more than Linux takes`);
    }
    const bytes = new Uint8Array(this.#reversed.length * 8);
    const view = new DataView(bytes.buffer);
    this.#reversed.toReversed().forEach(({ code, jt, jf, k }, index) => {
      view.setUint16(index * 8, code, true);
      view.setUint8(index * 8 + 2, jt);
      view.setUint8(index * 8 + 3, jf);
      view.setUint32(index * 8 + 4, k, true);
    });
    return bytes;
  }

  #placeReturn(verdict: Verdict): Label {
    return this.#write({ code: opcodes.return, jt: 0, jf: 0, k: returnValue(verdict) });
  }

  #placeChoice(choice: Choice): Label {
    const mask = choice.mask ?? allBits;
    const search = this.#placeSearch(toRanges(choice, mask));
    this.#fallInto(search);
    if (mask !== allBits) this.#write({ code: opcodes.and, jt: 0, jf: 0, k: mask });
    return this.#write({ code: opcodes.load, jt: 0, jf: 0, k: offsetOf(choice.on) });
  }

  #placeSearch(ranges: readonly Range[]): Label {
    const middle = Math.floor(ranges.length / 2);
    const pivot = ranges[middle];
    if (pivot === undefined) throw new RangeError('a search needs a range');
    if (middle === 0) return this.place(pivot.rule);
    const upper = this.#placeSearch(ranges.slice(middle));
    const lower = this.#placeSearch(ranges.slice(0, middle));
    const then = this.#nearby(upper);
    const otherwise = this.#nearby(lower);
    return this.#write({
      code: opcodes.jumpIfAtLeast,
      jt: this.#distanceTo(then),
      jf: this.#distanceTo(otherwise),
      k: pivot.first,
    });
  }

  /** A label that a conditional jump can reach: itself, or a longer jump to it. */
  #nearby(label: Label): Label {
    return this.#isNear(label) ? label : this.#writeJump(label);
  }

  #fallInto(label: Label): void {
    if (this.#distanceTo(label) > 0) this.#writeJump(label);
  }

  #writeJump(label: Label): Label {
    return this.#write({ code: opcodes.jump, jt: 0, jf: 0, k: this.#distanceTo(label) });
  }

  /** Near with room for two more instructions, the jumps that the other branch may still need. */
  #isNear(label: Label): boolean {
    return this.#distanceTo(label) + 2 <= farthestConditionalJump;
  }

  /** How many instructions the next one would have to skip. */
  #distanceTo(label: Label): number {
    return this.#reversed.length - label;
  }

  #write(instruction: Instruction): Label {
    return this.#reversed.push(instruction);
  }
}

/** The cases as ranges that cover all 32-bit values, neighbours with the same rule joined. */
function toRanges(choice: Choice, mask: number): Range[] {
  const rules = new Map<number, Rule>();
  for (const { values, then } of choice.cases) {
    for (const value of values) {
      if (rules.has(value) || (value & mask) >>> 0 !== value) {
        throw new RangeError(`the value ${value} stands in two cases, or the mask can never leave it`);
      }
      rules.set(value, then);
    }
  }
  const ranges: Range[] = [];
  const begin = (first: number, rule: Rule): void => {
    if (ranges.at(-1)?.rule !== rule) ranges.push({ first, rule });
  };
  let next = 0;
  for (const [value, rule] of [...rules].sort(([a], [b]) => a - b)) {
    if (value > next) begin(next, choice.otherwise);
    begin(value, rule);
    next = value + 1;
  }
  if (next <= allBits) begin(next, choice.otherwise);
  return ranges;
}

/** Offset in struct seccomp_data. Both architectures are little endian: the low word of an argument comes first. */
function offsetOf(field: Field): number {
  if (field === 'number') return 0;
  if (field === 'architecture') return 4;
  return 16 + 8 * field;
}

function returnValue(verdict: Verdict): number {
  if (verdict === 'allow') return 0x7fff0000;
  if (verdict === 'kill-process') return 0x80000000;
  return 0x00050000 | errnoNumbers[verdict];
}
