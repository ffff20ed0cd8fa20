// What a fuzz target is: inputs that are made of valid ones, and a property that each must have. FUZZ_FACTOR says how many
// times as many are tried, FUZZ_SEED which; a failure says both, and the smallest input that fast-check has found for it.
import assert from 'node:assert/strict';
import fc from 'fast-check';

export interface FuzzTarget {
  readonly name: string;
  /** Inputs where the factor is 1. */
  readonly inputs: number;
  /** @throws Error that says how to have the same input again */
  readonly run: (options: FuzzOptions) => Promise<FuzzReport>;
}

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
}

export interface FuzzReport {
  readonly inputs: number;
  /** How many inputs went which way: a property that only ever sees one side of a rule proves little. */
  readonly ways: ReadonlyMap<string, number>;
}

/** @returns which way the input went; throws where the property does not hold */
export type Check<Input> = (input: Input) => string | Promise<string>;

interface Declared<Input> {
  readonly name: string;
  readonly inputs: number;
  /** Each must be met where there are many inputs. */
  readonly ways: readonly string[];
  readonly arbitrary: fc.Arbitrary<Input>;
}

/** From so many inputs on, every way must have been met. */
const manyInputs = 3000;

/** One input that takes so much processor time is an attack by itself. */
const mostMicroseconds = 5_000_000;

export function fuzzTarget<Input>(target: Declared<Input>, check: Check<Input>): FuzzTarget {
  return fuzzTargetWith(target, () => Promise.resolve({ check, close: () => Promise.resolve() }));
}

/** With something that is opened before the first input and closed after the last one. */
export function fuzzTargetWith<Input>(
  { name, inputs, ways, arbitrary }: Declared<Input>,
  open: () => Promise<{ readonly check: Check<Input>; readonly close: () => Promise<void> }>,
): FuzzTarget {
  const run = async (options: FuzzOptions): Promise<FuzzReport> => {
    const met = new Map<string, number>();
    const opened = await open();
    try {
      const property = fc.asyncProperty(arbitrary, async (input) => {
        const before = process.cpuUsage();
        const way = await opened.check(input);
        const { user, system } = process.cpuUsage(before);
        assert.ok(user + system < mostMicroseconds, `it took ${user + system} µs`);
        met.set(way, (met.get(way) ?? 0) + 1);
      });
      await fc.assert(property, { numRuns: options.inputs, seed: options.seed });
    } catch (error) {
      const again = `FUZZ_ONLY='${name}' FUZZ_SEED=${options.seed} FUZZ_INPUTS=${options.inputs} make fuzz`;
      throw new Error(`${name}: ${String(error)}\nagain: ${again}`, { cause: error });
    } finally {
      await opened.close();
    }
    const missed = options.inputs < manyInputs ? [] : ways.filter((way) => !met.has(way));
    assert.deepEqual(missed, [], `${name}: no input went these ways`);
    const strange = [...met.keys()].filter((way) => !ways.includes(way));
    assert.deepEqual(strange, [], `${name}: no such way was declared`);
    return { inputs: options.inputs, ways: met };
  };
  return { name, inputs, run };
}

/** Of the variables: which inputs, and how many. */
export function readFuzzOptions(env: NodeJS.ProcessEnv): {
  factor: number;
  seed: number;
  inputs: number | null;
} {
  const number = (name: string, otherwise: number): number => {
    const value = Number(env[name] ?? otherwise);
    assert.ok(Number.isFinite(value), `${name} is no number`);
    return value;
  };
  return {
    factor: number('FUZZ_FACTOR', 1),
    seed: Math.trunc(number('FUZZ_SEED', Math.random() * 0x7fffffff)),
    inputs: env['FUZZ_INPUTS'] === undefined ? null : number('FUZZ_INPUTS', 0),
  };
}
