// Promises, the code that keeps them, the tests that prove them and the attacks on them belong together, and the documents say so.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { replaceBetweenMarks } from '../bench/render/replace-between-marks.js';
import { collectEvidence } from '../scripts/promises/collect-evidence.js';
import { readNamedPromises } from '../scripts/promises/read-named-promises.js';
import { readProof } from '../scripts/promises/read-proof.js';
import { readSources } from '../scripts/promises/read-sources.js';
import {
  promisesPage,
  renderPromises,
  renderSecurityTable,
  securityMarks,
  securityPage,
} from '../scripts/promises/render-promises.js';
import { type PromiseRecord, promises } from '../src/core/promises.js';
import { tableProblems, unknownPromises, unprovedClaims, unreadProofs } from './promises/promise-rules.js';

const sources = readSources();
const evidence = collectEvidence(sources);
/** So that this file does not name what there is not. */
const made = (area: string, name: string): string => `${area}.${name}`;

describe('a promise', () => {
  it('that is named anywhere is in the table', () => {
    assert.deepEqual(unknownPromises(sources), []);
  });

  it('that is named anywhere is in the table: the rule can fail', () => {
    const unknown = made('jail', 'colonel');
    const count = (path: string, text: string): number => unknownPromises(new Map([[path, text]])).length;
    assert.equal(
      count('a.ts', '// jail.kernel: a\n# limit.cpu limit.memory: b\n// path.join(a): no promise'),
      0,
    );
    assert.equal(count('a.ts', `// ${unknown}: a`), 1);
    assert.equal(count('a.ts', `/** used once (${unknown}). */`), 1);
    assert.equal(count('a.py', `# limit.cpu, ${made('limit', 'time')}: b`), 1);
    assert.equal(count('a.py', `"""${unknown}: c"""`), 1);
    assert.equal(count('a.test.ts', `// Proves: net.none, ${unknown}. It does.`), 1);
  });

  it('that is claimed is kept by code, proved by a test and, where programs can try it, attacked', () => {
    assert.deepEqual(unprovedClaims(evidence), []);
  });

  it('that is claimed without any of these is found', () => {
    const record: PromiseRecord = { id: 'net.none', claim: 'None', status: 'claimed', tried: 'by guests' };
    const place = { path: 'a', words: 'b' };
    const whole = { code: [place], tests: [place], attacks: [place] };
    assert.deepEqual(unprovedClaims(new Map([['net.none', whole]]), [record]), []);
    for (const part of ['code', 'tests', 'attacks'] as const)
      assert.equal(
        unprovedClaims(new Map([['net.none', { ...whole, [part]: [] }]]), [record]).length,
        1,
        part,
      );
    assert.deepEqual(unprovedClaims(new Map(), [{ ...record, status: 'planned' }]), []);
  });

  it('stands once in the table, in words that fit', () => {
    assert.deepEqual(tableProblems(promises), []);
    const record: PromiseRecord = { id: 'net.none', claim: 'None', status: 'claimed', tried: 'by guests' };
    for (const wrong of [[record, record], [{ ...record, id: 'net' }], [{ ...record, claim: 'None.' }]])
      assert.equal(tableProblems(wrong).length, 1);
  });

  it('is proved by tests that say in a sentence how', () => {
    assert.deepEqual(unreadProofs(sources), []);
    for (const text of [
      '// Proves: net.none\n',
      '// Proves: everything.\n',
      'x\n// Proves: net.none. Late.\n',
    ])
      assert.equal(unreadProofs(new Map([['a.test.ts', text]])).length, 1, text);
  });
});

describe('what is read of files', () => {
  it('is the sentence behind an id, over lines, in code and in document strings', () => {
    const words = (path: string, text: string): string[] =>
      readNamedPromises(path, text, ['net.none', 'jail.once']).map((one) => `${one.id}: ${one.words}`);
    assert.deepEqual(words('a.ts', 'x(); // net.none: no\n// netlink. More.\n'), ['net.none: no netlink']);
    assert.deepEqual(words('a.ts', '/** net.none, jail.once: both. */\n'), [
      'net.none: both',
      'jail.once: both',
    ]);
    assert.deepEqual(words('a.ts', '  // A run of its own (jail.once); then\n  // it ends.\n  code();'), [
      'jail.once: A run of its own; then it ends',
    ]);
    assert.deepEqual(words('a.py', '"""Root.\n\njail.once: built on\na tmpfs. So.\n"""\nx = 1\n'), [
      'jail.once: built on a tmpfs',
    ]);
    assert.deepEqual(words('a.ts', "const id = 'net.none'; // xnet.none net.nonesuch\n"), []);
  });

  it('is the ids and the sentence of a proof', () => {
    assert.deepEqual(
      readProof('// Tests.\n// Proves: net.none, jail.once. Two runs\n// share nothing. So.\nimport x;\n'),
      {
        ids: ['net.none', 'jail.once'],
        words: 'Two runs share nothing.',
      },
    );
    assert.equal(readProof('import x;\n// Proves: net.none. Too late.\n'), null);
  });
});

describe('the documents of the promises', () => {
  it('docs/promises.md is what the repository says (make promise-docs)', () => {
    assert.equal(readFileSync(promisesPage, 'utf8'), renderPromises(evidence));
  });

  it('SECURITY.md claims what the table claims (make promise-docs)', () => {
    const page = readFileSync(securityPage, 'utf8');
    assert.equal(page, replaceBetweenMarks(page, securityMarks, renderSecurityTable()));
  });
});
