import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProcessStatus } from '../../../../host/process-status.js';
import { sealProblems } from './seal-problems.js';

const none = '0000000000000000';
const sealed = [
  'Name:\tpython3',
  'Uid:\t1000\t1000\t1000\t1000',
  ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((set) => `${set}:\t${none}`),
  'NoNewPrivs:\t1',
  'Seccomp:\t2',
].join('\n');
const problemsOf = (text: string): readonly string[] => sealProblems(parseProcessStatus(text), 1000);

describe('the status of a sealed process', () => {
  it('has no problem', () => {
    assert.deepEqual(problemsOf(sealed), []);
  });

  for (const [what, from, to] of [
    ['another effective user', 'Uid:\t1000\t1000', 'Uid:\t1000\t0'],
    ['one capability left to be gained', `CapBnd:\t${none}`, 'CapBnd:\t0000000000000001'],
    ['privileges by exec', 'NoNewPrivs:\t1', 'NoNewPrivs:\t0'],
    ['no filter', 'Seccomp:\t2', 'Seccomp:\t0'],
    ['a field that is not shown', 'Seccomp:\t2', ''],
  ] as const) {
    it(`has one with ${what}`, () => {
      assert.equal(problemsOf(sealed.replace(from, to)).length, 1);
    });
  }
});
