import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Tried } from './rounds.js';
import { judge } from './targets.js';
import { toRows } from './to-rows.js';

const plain: Tried = {
  label: 'plain',
  side: 'baseline',
  outcome: { kind: 'measured', samples: [10, 12, 11] },
};
const ours: Tried = { label: 'ours', side: 'ours', outcome: { kind: 'measured', samples: [5.5] } };

describe('rows', () => {
  it('have the ratio of the medians and what is asked of it', () => {
    const [, row] = toRows([plain, ours], {
      unit: 'ms',
      reference: 'plain',
      judge: (label, _p50, ratio) => (label === 'ours' ? [judge('statelessRun', ratio)] : []),
    });
    assert.ok(row?.kind === 'measured');
    assert.deepEqual(row.ratio, { to: 'plain', value: 0.5 });
    assert.equal(row.verdicts[0]?.reached, true);
  });

  it('judge nothing by a reference that failed', () => {
    const broken: Tried = { ...plain, outcome: { kind: 'failed', why: 'no luck' } };
    const [failed, row] = toRows([broken, ours], {
      unit: 'ms',
      reference: 'plain',
      judge: (_label, p50, ratio) => [judge('statelessRun', ratio), judge('sessionCall', p50)],
    });
    assert.deepEqual(failed, { label: 'plain', side: 'baseline', kind: 'failed', why: 'no luck' });
    assert.ok(row?.kind === 'measured');
    assert.equal(row.ratio, null);
    assert.deepEqual(
      row.verdicts.map(({ wanted }) => wanted),
      ['≤ 2 ms'],
    );
  });
});
