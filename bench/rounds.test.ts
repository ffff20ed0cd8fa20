import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureRounds } from './rounds.js';

const options = { rounds: 4, warmUp: 1, pauseMs: 0 };

describe('rounds', () => {
  it('let everybody start once in each, there and back', async () => {
    const order: string[] = [];
    const enter = (label: string) => ({
      label,
      side: 'ours' as const,
      measure: () => Promise.resolve(order.push(label)),
    });
    await measureRounds([enter('a'), enter('b')], options);
    assert.deepEqual(order.join(''), 'baabbaabba');
  });

  it('throw the warm-up away and let who takes long sit out most of them', async () => {
    let starts = 0;
    const measure = (): Promise<number> => Promise.resolve((starts += 1));
    const [tried] = await measureRounds([{ label: 'slow', side: 'baseline', every: 3, measure }], options);
    assert.deepEqual(tried?.outcome, { kind: 'measured', samples: [2, 3] });
  });

  it('keep all figures of one that has several in a round', async () => {
    let starts = 0;
    const measure = (): Promise<number[]> => Promise.resolve([(starts += 1), (starts += 1)]);
    const [tried] = await measureRounds([{ label: 'several', side: 'ours', measure }], {
      ...options,
      rounds: 2,
    });
    assert.deepEqual(tried?.outcome, { kind: 'measured', samples: [3, 4, 5, 6] });
  });

  it('name who fails and who is not there, and go on', async () => {
    let rounds = 0;
    const tried = await measureRounds(
      [
        { label: 'breaks', side: 'ours', measure: () => Promise.reject(new Error('no\n  luck')) },
        { label: 'missing', side: 'baseline', absent: 'not installed' },
        { label: 'works', side: 'ours', measure: () => Promise.resolve((rounds += 1)) },
      ],
      options,
    );
    assert.deepEqual(
      tried.map(({ outcome }) => outcome),
      [
        { kind: 'failed', why: 'no luck' },
        { kind: 'absent', why: 'not installed' },
        { kind: 'measured', samples: [2, 3, 4, 5] },
      ],
    );
  });

  it('do not take a median of those that happened to work', async () => {
    let starts = 0;
    const measure = (): Promise<number> =>
      (starts += 1) < 3 ? Promise.resolve(1) : Promise.reject(new Error('late'));
    const [tried] = await measureRounds([{ label: 'a', side: 'ours', measure }], options);
    assert.deepEqual(tried?.outcome, { kind: 'failed', why: 'late' });
  });
});
