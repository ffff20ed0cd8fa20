import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareCorpus } from './check-corpus.js';

const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
const sums = `${one}  hostile/a/one.py\n${two}  hostile/attack.py\n`;
const whole = new Map([
  ['hostile/a/one.py', one],
  ['hostile/attack.py', two],
]);

describe('the corpus', () => {
  it('is whole where every file is as it was built', () => {
    assert.deepEqual(compareCorpus(sums, whole), []);
  });

  it('is not where a file is missing, another, or one too many', () => {
    assert.deepEqual(compareCorpus(sums, new Map([['hostile/attack.py', two]])), [
      '1 missing (hostile/a/one.py)',
    ]);
    assert.deepEqual(compareCorpus(sums, new Map([...whole, ['hostile/a/one.py', two]])), [
      '1 changed (hostile/a/one.py)',
    ]);
    assert.deepEqual(compareCorpus(sums, new Map([...whole, ['hostile/a/two.py', two]])), [
      '1 no part of it (hostile/a/two.py)',
    ]);
  });

  it('is not where the list says nothing', () => {
    for (const empty of ['', 'x', '\n', `${one} hostile/attack.py`])
      assert.match(compareCorpus(empty, whole).join(), /is empty/);
  });

  it('names a few of many', () => {
    const many = Array.from({ length: 9 }, (_, at) => `${one}  hostile/a/${at}.py`).join('\n');
    assert.deepEqual(compareCorpus(many, new Map()), [
      '9 missing (hostile/a/0.py, hostile/a/1.py, hostile/a/2.py, …)',
    ]);
  });
});
