// Every target with few inputs, of another seed each time; `make fuzz` tries fifty times as many.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFuzzOptions } from './fuzz-target.js';
import { allTargets } from './targets/all-targets.js';

const { factor, seed } = readFuzzOptions(process.env);

describe(`random inputs of seed ${seed}`, () => {
  for (const target of allTargets)
    it(`${target.name}, ${Math.ceil(target.inputs * factor)} times`, async () => {
      const { ways } = await target.run({ inputs: Math.ceil(target.inputs * factor), seed });
      assert.notEqual(ways.size, 0);
    });
});
