import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../sandbox/backend-contract.js';
import { judgeFindings } from './judge-findings.js';

const good: Finding = { group: 'jail', name: 'python', state: 'ok', detail: '3.11', fix: null, level: null };
const gone: Finding = {
  ...good,
  name: 'bubblewrap',
  state: 'missing',
  fix: 'sudo apt-get install -y bubblewrap',
};
const held: Finding = { ...good, group: 'limits', name: 'memory', level: 'enforced' };
const watched: Finding = { ...held, state: 'degraded', level: 'watched', fix: 'first\nsecond' };

describe('the verdict', () => {
  it('is that it works, with every limit enforced', () => {
    const verdict = judgeFindings([good, held], 'enforced');
    assert.deepEqual(verdict, { kind: 'works', summary: 'pymcp run works here; every limit is enforced' });
  });

  it('names limits that are weak, and other gaps that are no refusal', () => {
    const landlock: Finding = { ...good, name: 'landlock', state: 'degraded' };
    const { kind, summary } = judgeFindings([good, watched, landlock], 'any');
    assert.deepEqual(
      [kind, summary],
      ['works', 'pymcp run works here; not enforced: memory; weak: landlock'],
    );
  });

  it('is a refusal with the fix as hint where something is missing', () => {
    assert.deepEqual(judgeFindings([gone, held], 'any'), {
      kind: 'refused',
      summary: 'pymcp run does not work here: bubblewrap',
      hint: 'sudo apt-get install -y bubblewrap',
    });
  });

  it('is a refusal where every limit must be enforced and one is not', () => {
    assert.deepEqual(judgeFindings([good, watched], 'enforced'), {
      kind: 'refused',
      summary: 'pymcp run --strict does not work here: memory is not enforced',
      hint: 'first (see the fixes above)',
    });
  });
});
