// What a search finds, in which order, and how much of it an answer has.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { MemoryService } from '../../src/services/memory/memory-service.js';
import { asker, entity, MemoryHome } from '../support/memory-home.js';

describe('a search of the memory', () => {
  let home: MemoryHome;
  let memory: MemoryService;

  beforeEach(() => {
    home = new MemoryHome();
    memory = home.open();
  });

  afterEach(() => home.remove());

  const find = async (query: string): Promise<readonly string[]> =>
    (await memory.searchNodes(asker, query)).entities.map(({ name }) => name);

  it('puts the name that is the query first, then those that begin with it, then those that have it, then texts', async () => {
    await memory.createEntities(asker, [
      entity('says it', 'the deploy server is old'),
      entity('our deploy server'),
      entity('deploy server of Berlin'),
      entity('Deploy Server'),
      entity('apart', 'server', 'deploy'),
      entity('one', 'server'),
    ]);
    assert.deepEqual(await find('deploy server'), [
      'Deploy Server',
      'deploy server of Berlin',
      'our deploy server',
      'says it',
      'apart',
      'one',
    ]);
  });

  it('finds an old name among any number of newer texts that have its words', async () => {
    await memory.createEntities(asker, [entity('server'), entity('other', 'a server in Rome')]);
    const many = Array.from({ length: 1_500 }, (_, index) => `server number ${index}`);
    await memory.createEntities(asker, [entity('log', ...many)]);
    assert.deepEqual(await find('server'), ['server', 'log']);
    assert.deepEqual(await find('server rome'), ['other', 'server', 'log']);
    assert.deepEqual(await find('server in'), ['other', 'server', 'log']);
  });

  it('finds words of one and two characters, however old, and whatever the case', async () => {
    await memory.createEntities(asker, [
      entity('first', '東京 is large'),
      entity('second', 'at the end: É'),
      entity('third', '50% of C+'),
    ]);
    await memory.createEntities(asker, [
      entity('filler', ...Array.from({ length: 2_500 }, (_, index) => `text ${index}`)),
    ]);
    for (const [query, name] of [
      ['東京', 'first'],
      ['京', 'first'],
      ['é', 'second'],
      ['0%', 'third'],
      ['%', 'third'],
      ['c+', 'third'],
    ] as const)
      assert.deepEqual(await find(query), [name], query);
    assert.deepEqual(await find('_'), []);
  });

  it('shows of a large entity what was searched for, then the newest, and counts what it leaves out', async () => {
    const long = 'words '.repeat(500);
    const texts = Array.from(
      { length: 200 },
      (_, index) => `${index} ${index === 7 ? 'needle ' : ''}${long}`,
    );
    await memory.createEntities(asker, [entity('big', ...texts), entity('small', 'a needle too')]);
    await memory.createRelations(
      asker,
      Array.from({ length: 900 }, (_, index) => ({ from: 'big', to: `to ${index}`, relationType: 'knows' })),
    );
    const { entities, provenance, relations, left } = await memory.searchNodes(asker, 'needle');
    assert.deepEqual(
      entities.map(({ name }) => name),
      ['big', 'small'],
    );
    const shown = entities[0]?.observations ?? [];
    assert.ok(shown[0]?.startsWith('7 needle'));
    assert.ok(shown.at(-1)?.startsWith('199 '), 'in the order in which they were stored');
    assert.equal(shown.length, provenance[0]?.observations.length);
    assert.deepEqual(entities[1]?.observations, ['a needle too']);
    assert.deepEqual(left, {
      entities: 0,
      observations: 200 - shown.length,
      relations: 900 - relations.length,
    });
    assert.ok(left.observations > 0 && left.relations > 0);
    assert.ok(JSON.stringify({ entities, relations }).length < 250_000);
  });

  it('shows of a large graph the oldest entities whole, and counts the others', async () => {
    const text = 'words '.repeat(800);
    await memory.createEntities(
      asker,
      Array.from({ length: 60 }, (_, index) => entity(`e${index}`, `${index} ${text}`)),
    );
    const { entities, left } = await memory.readGraph(asker);
    assert.ok(entities.length > 10 && entities.length < 60);
    assert.equal(entities[0]?.name, 'e0');
    assert.ok(entities.every(({ observations }) => observations.length === 1));
    assert.deepEqual(left, { entities: 60 - entities.length, observations: 0, relations: 0 });
    assert.equal((await memory.readWhole(asker)).entities.length, 60);
  });

  it('takes names of any characters, and nothing for a name that cannot be one', async () => {
    const names = [
      'é'.repeat(512),
      '\u202e\u200b',
      "'; drop table entities; --",
      '"',
      '%',
      '[1]',
      '__proto__',
    ];
    await memory.createEntities(
      asker,
      names.map((name) => entity(name, name)),
    );
    const opened = await memory.openNodes(asker, [...names, '\ud800', 'a\0', '']);
    assert.deepEqual(
      opened.entities.map(({ name }) => name),
      names,
    );
    for (const name of names) assert.ok((await find(name)).includes(name), name);
    for (const impossible of ['\ud800', 'zq\0qz', '\udc00x'.repeat(1_000)]) {
      assert.deepEqual(await find(impossible), []);
      await memory.deleteEntities(asker, [impossible]);
      await memory.deleteObservations(asker, [{ entityName: impossible, observations: [impossible] }]);
      await assert.rejects(memory.createEntities(asker, [entity(impossible)]), /nothing was stored/);
      await assert.rejects(memory.createEntities(asker, [entity('x', impossible)]), /nothing was stored/);
    }
    assert.equal((await memory.readWhole(asker)).entities.length, names.length);
  });
});
