import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProcessStat } from './process-stat.js';

describe('/proc/<pid>/stat', () => {
  const after = (state: string): string =>
    `${state} ${Array.from({ length: 40 }, (_, i) => i + 4).join(' ')}`;

  it('gives start and processor time whatever the program is called', () => {
    const wanted = { isDead: false, startTicks: '22', cpuTicks: 29 };
    assert.deepEqual(parseProcessStat(`7 (node) ${after('S')}`), wanted);
    assert.deepEqual(parseProcessStat(`7 (a) S 1 (b) 9) ${after('R')}`), wanted);
  });

  it('is an error where it makes no sense', () => {
    assert.throws(() => parseProcessStat('7 (node) S 1'));
    assert.throws(() => parseProcessStat(''));
  });

  it('tells the dead from the living', () => {
    assert.equal(parseProcessStat(`7 (R) S) ${after('Z')}`).isDead, true);
    assert.equal(parseProcessStat(`7 (Z) ${after('S')}`).isDead, false);
  });
});
