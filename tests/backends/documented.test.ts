// What is published of the backends is what the code says and what was recorded of them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readRecords } from '../../scripts/backends/backend-record.js';
import { backendsPage, renderBackends } from '../../scripts/backends/render-backends.js';
import { backendNames, namedBackends } from '../../src/core/backend-names.js';
import { isAble } from '../../src/sandbox/abilities.js';
import { loadCorpus } from '../../src/verify/load-corpus.js';

const records = readRecords();
const { attacks } = await loadCorpus();
const names = attacks.map(({ name }) => name);

const headingsOf = (name: string): string[] =>
  [...readFileSync(`docs/backends/${name}.md`, 'utf8').matchAll(/^## (.*)$/gm)].map(
    ([, title = '']) => title,
  );

describe(backendsPage, () => {
  it('is what `make backend-docs` writes', () => {
    assert.equal(readFileSync(backendsPage, 'utf8'), renderBackends(records, names));
  });

  it('names each attack that a backend did not hold', () => {
    const page = readFileSync(backendsPage, 'utf8');
    for (const { broke, unenforceable } of records)
      for (const name of [...Object.keys(broke), ...Object.keys(unenforceable)])
        assert.ok(page.includes(`\`${name}\``), name);
  });
});

describe('a backend', () => {
  it('that is taken unasked has been shown to hold the whole corpus, as root and as an ordinary user', () => {
    for (const name of namedBackends.filter((one) => isAble(one, 'corpus')))
      for (const user of ['root', 'an ordinary user']) {
        const record = records.find((one) => one.backend === name && one.user === user);
        assert.ok(record !== undefined, `${name} as ${user}`);
        assert.deepEqual(Object.keys(record.broke), [], `${name} as ${user}`);
      }
  });

  it('has a page with the same headings as the others', () => {
    for (const name of backendNames) assert.deepEqual(headingsOf(name), headingsOf('contained'), name);
  });
});
