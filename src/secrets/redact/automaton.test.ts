import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Automaton, nothingUnderWay } from './automaton.js';
import { listChains } from './list-chains.js';
import { Threads } from './threads.js';
import { UnitStore } from './unit-store.js';

const store = new UnitStore();
const chains = ['abababab', 'babaabba\\n'].flatMap((value) => listChains(value, store));

function endsIn(automaton: Automaton, chunks: readonly string[]): readonly string[] {
  const ends: string[] = [];
  let progress = nothingUnderWay;
  for (const [index, chunk] of chunks.entries()) {
    progress = automaton.read(Buffer.from(chunk), 0, progress, (chain, end) => {
      ends.push(`${index} ${chain} ${end}`);
    });
  }
  return ends;
}

describe('an automaton', () => {
  it('says the same however little it may keep', () => {
    const chunk = fc.string({ unit: fc.constantFrom('ab', 'ba', 'a', '\\', '6162', 'n'), maxLength: 20 });
    const all = new Automaton(new Threads(chains));
    let found = 0;
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 4 }), fc.integer({ min: 1, max: 6 }), (chunks, mostStates) => {
        const ends = endsIn(all, chunks);
        assert.deepEqual(endsIn(new Automaton(new Threads(chains), mostStates), chunks), ends);
        found += ends.length;
      }),
      // Whatever is drawn: one that is found.
      { examples: [[['xxabab', 'ababyy'], 2]] },
    );
    assert.ok(found > 0);
  });

  it('forgets in the middle of what is under way, and goes on', () => {
    const automaton = new Automaton(new Threads(chains), 2);
    const whole = endsIn(automaton, ['xxabababababyy']);
    assert.ok(whole.length >= 3);
    assert.equal(endsIn(automaton, ['xxababa', 'bab']).length, endsIn(automaton, ['xxabababab']).length);
  });
});
