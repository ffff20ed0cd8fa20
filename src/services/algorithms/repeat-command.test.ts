import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toRepeatCommand } from './repeat-command.js';

const source = { kind: 'code', name: 'sorting', code: '' } as const;

describe('the command that repeats an analysis', () => {
  it('is what was typed', () => {
    const job = { source, functions: ['merge', 'quick'], budgetSeconds: 5 };
    assert.equal(toRepeatCommand(job), 'pymcp analyze sorting --budget 5 --function merge --function quick');
    assert.equal(
      toRepeatCommand({ ...job, compared: ['merge', 'quick'], repeat: ['./my sort.py'] }),
      "pymcp analyze './my sort.py' --budget 5 --compare merge quick",
    );
  });

  it('has the inputs that were given', () => {
    const job = {
      source,
      functions: [],
      budgetSeconds: 5,
      inputs: 'list(range(n))',
      sizes: [10, 20],
      seed: 3,
    };
    assert.equal(
      toRepeatCommand(job),
      "pymcp analyze sorting --budget 5 --inputs 'list(range(n))' --sizes 10,20 --seed 3",
    );
  });

  it('runs nothing else when it is pasted', () => {
    const job = { source, functions: ["a'; rm -rf ~; '", '$(reboot)'], budgetSeconds: 1 };
    assert.equal(
      toRepeatCommand(job),
      String.raw`pymcp analyze sorting --budget 1 --function 'a'\''; rm -rf ~; '\''' --function '$(reboot)'`,
    );
  });
});
