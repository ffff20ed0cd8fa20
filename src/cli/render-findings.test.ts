import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Finding } from '../sandbox/backend-contract.js';
import { renderFindings } from './render-findings.js';

const base: Finding = { group: 'jail', name: 'python', state: 'ok', detail: '3.11', fix: null, level: null };
const findings: readonly Finding[] = [
  base,
  {
    ...base,
    name: 'bubblewrap',
    state: 'missing',
    detail: 'it is not installed',
    fix: 'sudo apt-get install it',
  },
  {
    ...base,
    group: 'limits',
    name: 'cpu',
    state: 'degraded',
    detail: 'a '.repeat(30).trim(),
    fix: 'one\ntwo',
  },
  { ...base, group: 'proof', name: 'sealed-run', state: 'unchecked', detail: 'not checked' },
];

describe('the table of findings', () => {
  it('is aligned, in groups, with each fix below its gap', () => {
    assert.deepEqual(renderFindings(findings, { colours: false, columns: 65 }).split('\n'), [
      'jail',
      '  ok       python      3.11',
      '  MISSING  bubblewrap  it is not installed',
      '           fix: sudo apt-get install it',
      '',
      'limits',
      '  weak     cpu         a a a a a a a a a a a a a a a a a a a a a',
      '                       a a a a a a a a a',
      '           fix:',
      '             one',
      '             two',
      '',
      'proof',
      '  ?        sealed-run  not checked',
      '',
    ]);
  });

  it('never breaks a command', () => {
    const fix = 'sudo '.repeat(50).trim();
    const text = renderFindings([{ ...base, state: 'missing', fix }], { colours: false, columns: 40 });
    assert.ok(text.includes(fix));
  });

  it('has colours where they are wanted, and the same words', () => {
    const coloured = renderFindings(findings, { colours: true, columns: undefined });
    assert.ok(coloured.includes('\u001b[31mMISSING\u001b[0m'));
    const plain = renderFindings(findings, { colours: false, columns: undefined });
    assert.equal(stripVTControlCharacters(coloured), plain);
  });
});
