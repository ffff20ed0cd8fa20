// The file of a memory is whole, or what was wrong with it is said and helped: damaged, of another version, left by a killed
// process, open to others, closed to its user, on a full disk.
import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import Libsql from 'libsql';
import type { MemoryService } from '../../src/services/memory/memory-service.js';
import { applicationId, migrations, toStatements } from '../../src/services/memory/schema.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { asker, entity, isError, MemoryHome, namesIn } from '../support/memory-home.js';

// And store-processes.test.ts with it: what is copied for that user is copied once.
alsoAsOrdinaryUser(new URL('./store-', import.meta.url).href);

describe('the file of a memory', () => {
  let home: MemoryHome;
  let memory: MemoryService;

  beforeEach(() => {
    home = new MemoryHome();
    memory = home.open();
  });

  afterEach(() => home.remove());

  it('is moved aside whole where it is damaged, and says so once', async () => {
    await memory.createEntities(asker, [entity('kept')]);
    const { database, path } = home.folder;
    await memory.close();
    const bytes = readFileSync(database);
    for (const damage of [
      () => {
        truncateSync(database, 0);
      },
      () => {
        truncateSync(database, 5_000);
      },
      () => {
        writeFileSync(database, 'this is no database, whatever it is called'.repeat(200));
      },
    ]) {
      for (const suffix of ['-wal', '-shm']) rmSync(database + suffix, { force: true });
      writeFileSync(database, bytes);
      damage();
      const damaged = readFileSync(database);
      await assert.rejects(memory.readGraph(asker), isError('memory.damaged', /nothing of it was deleted/));
      const aside = readdirSync(join(home.path, 'isolated-pymcp/memory')).filter((name) =>
        name.includes('.damaged-'),
      );
      assert.equal(aside.length, 1);
      const place = join(path, '..', aside[0] ?? '');
      assert.ok(readFileSync(join(place, 'memory.db')).equals(damaged));
      assert.deepEqual(await namesIn(memory), []);
      await memory.createEntities(asker, [entity('new')]);
      assert.deepEqual(await namesIn(memory), ['new']);
      await memory.close();
      rmSync(place, { recursive: true });
    }
  });

  /** As another program would, or a fault of the disk. */
  function change(...statements: readonly string[]): void {
    const database = new Libsql(home.folder.database);
    for (const statement of statements) database.prepare(statement).run();
    database.close();
  }

  it('gets its index made again where that is damaged, and nothing is lost', async () => {
    await memory.createEntities(asker, [entity('Alice', 'likes tea', 'has a dog')]);
    await memory.close();
    for (const damage of [
      "update texts_data set block = x'ffffffff' where id > 10",
      'delete from texts_data',
      'delete from texts_docsize',
      'delete from texts_config',
      'drop table texts',
    ]) {
      change(damage);
      const found = await memory.searchNodes(asker, 'likes');
      assert.deepEqual(found.entities, [entity('Alice', 'likes tea', 'has a dog')], damage);
      await memory.createEntities(asker, [entity('Bob', 'likes coffee')]);
      assert.equal((await memory.searchNodes(asker, 'likes')).entities.length, 2, damage);
      await memory.deleteEntities(asker, ['Bob']);
      await memory.close();
    }
    assert.equal(readdirSync(join(home.path, 'isolated-pymcp/memory')).length, 1, 'it was not moved');
  });

  it('of an older version becomes one of this, with all that is in it', async () => {
    await memory.createEntities(asker, [entity('any')]);
    await memory.close();
    rmSync(home.folder.path, { recursive: true });
    mkdirSync(home.folder.path, { mode: 0o700 });
    writeFileSync(home.folder.database, '', { mode: 0o600 });
    change(
      ...toStatements(migrations[0]),
      `pragma application_id = ${applicationId}`,
      'pragma user_version = 1',
      "insert into entities (name, type, said_by, said_ms) values ('東京', 'city', 'old', 1), ('b', 'x', 'old', 2)",
      "insert into observations (entity, content, said_by, said_ms) values (1, 'has many trains', 'old', 3)",
      "delete from entities where name = 'b'",
    );
    const { entities, provenance } = await memory.searchNodes(asker, 'trains');
    assert.deepEqual(entities, [{ name: '東京', entityType: 'city', observations: ['has many trains'] }]);
    assert.deepEqual(provenance[0]?.observations, [{ by: 'old', at: '1970-01-01T00:00:00.003Z' }]);
    assert.equal((await memory.searchNodes(asker, '京')).entities.length, 1, 'a word that is short');
  });

  it('of a newer version is left as it is', async () => {
    await memory.createEntities(asker, [entity('a')]);
    await memory.close();
    change('pragma user_version = 99');
    await assert.rejects(memory.readGraph(asker), isError('memory.newer', /version 99/, /use that one/));
    await assert.rejects(memory.createEntities(asker, [entity('b')]), isError('memory.newer', /version 99/));
    change(`pragma user_version = ${migrations.length}`);
    assert.deepEqual(await namesIn(memory), ['a']);
  });

  it('of another program is moved aside whole', async () => {
    await memory.createEntities(asker, [entity('a')]);
    await memory.close();
    change('pragma application_id = 1');
    await assert.rejects(memory.readGraph(asker), isError('memory.damaged', /a database of something else/));
    assert.deepEqual(await namesIn(memory), []);
  });

  it('goes on in the new file where another process has moved the old one', async () => {
    await memory.createEntities(asker, [entity('old')]);
    await home.folder.moveAside('test');
    await memory.createEntities(asker, [entity('new')]);
    assert.deepEqual(await namesIn(memory), ['new']);
  });

  it('has all of what a killed process has left in the log, and of a half written one what was whole', async () => {
    await memory.createEntities(asker, [entity('first')]);
    await memory.createEntities(asker, [entity('second', 'x'.repeat(10_000))]);
    const { database } = home.folder;
    const copies = ['', '-wal'].map(
      (suffix) => [database + suffix, join(home.path, `copy${suffix}`)] as const,
    );
    for (const [from, to] of copies) copyFileSync(from, to);
    await memory.close();
    for (const cut of [0, 100]) {
      rmSync(home.folder.path, { recursive: true });
      mkdirSync(home.folder.path, { mode: 0o700 });
      for (const [to, from] of copies) {
        copyFileSync(from, to);
        chmodSync(to, 0o600);
      }
      if (cut > 0) truncateSync(`${database}-wal`, readFileSync(`${database}-wal`).length - cut);
      const again = home.open();
      assert.deepEqual(await namesIn(again), cut === 0 ? ['first', 'second'] : ['first']);
      await again.createEntities(asker, [entity('third')]);
      await again.close();
    }
  });

  it('is made in spite of what a process left that was killed while it made one', async () => {
    mkdirSync(`${home.folder.path}.new`, { recursive: true, mode: 0o700 });
    chmodSync(join(home.path, 'isolated-pymcp'), 0o700);
    writeFileSync(`${home.folder.path}.new/memory.db`, 'half');
    writeFileSync(`${home.folder.path}.new/memory.db-wal`, 'half');
    await memory.createEntities(asker, [entity('a')]);
    assert.deepEqual(await namesIn(memory), ['a']);
  });

  it('is not trusted where others can read it, or where a link stands in its place', async () => {
    await memory.createEntities(asker, [entity('a')]);
    const { database } = home.folder;
    chmodSync(database, 0o644);
    await assert.rejects(memory.readGraph(asker), isError('memory.unsafe', /open to others/));
    chmodSync(database, 0o600);
    await memory.close();
    rmSync(`${database}-wal`, { force: true });
    symlinkSync('/etc/passwd', `${database}-wal`);
    await assert.rejects(memory.readGraph(asker), isError('memory.unsafe', /is not a file/));
  });

  it('is not trusted in a folder that others could write to, or that is a link; the hint helps', async () => {
    await memory.createEntities(asker, [entity('a')]);
    const parent = join(home.path, 'isolated-pymcp/memory');
    for (const path of [home.folder.path, parent]) {
      chmodSync(path, 0o777);
      const hint = new RegExp(`^chmod 0700 ${JSON.stringify(path).replace(/[?$]/g, '.')}$`);
      await assert.rejects(memory.readGraph(asker), isError('memory.unsafe', /open to others/, hint));
      await assert.rejects(memory.createEntities(asker, [entity('b')]), isError('memory.unsafe', /others/));
      chmodSync(path, 0o700);
      assert.deepEqual(await namesIn(memory), ['a']);
    }
    renameSync(home.folder.path, join(home.path, 'elsewhere'));
    symlinkSync(join(home.path, 'elsewhere'), home.folder.path);
    await assert.rejects(memory.readGraph(asker), isError('memory.unsafe', /is not a folder/, /^mv /));
  });

  it('says which folder is closed to its user, and how to open it', async () => {
    await memory.createEntities(asker, [entity('a')]);
    await memory.close();
    for (const suffix of ['-wal', '-shm']) rmSync(home.folder.database + suffix, { force: true });
    chmodSync(home.folder.path, 0o500);
    const again = home.open();
    if (process.getuid?.() === 0) {
      // Nothing is closed to root.
      assert.deepEqual(await namesIn(again), ['a']);
    } else {
      const is = isError('memory.failed', /this user may not read and write in "/, /^chmod -R u\+rwX "/);
      await assert.rejects(again.readGraph(asker), is);
      await assert.rejects(again.createEntities(asker, [entity('b')]), is);
    }
    chmodSync(home.folder.path, 0o700);
    await again.createEntities(asker, [entity('b')]);
    assert.deepEqual(await namesIn(again), ['a', 'b']);
  });

  it('that may not grow, as on a full disk, keeps what it has, and takes more when some is deleted', async () => {
    const small = home.open({ databaseBytes: 200_000 });
    const big = (name: string) =>
      entity(name, ...Array.from({ length: 4 }, (_, index) => `${name} ${index} ${'words '.repeat(1_000)}`));
    let stored = 0;
    const fill = async (): Promise<void> => {
      for (;;) {
        await small.createEntities(asker, [big(`entity_${stored}`)]);
        stored += 1;
      }
    };
    await assert.rejects(fill(), isError('memory.full', /the disk is full, or/, /make space/));
    assert.ok(stored > 0);
    assert.equal((await namesIn(small)).length, stored, 'of the last one nothing');
    await small.deleteEntities(asker, ['entity_0']);
    await small.createEntities(asker, [entity('little')]);
    assert.equal((await namesIn(small)).length, stored);
  });

  it('holds no more than its bounds, names the one that was met, and stores nothing of such a call', async () => {
    const small = home.open({
      entities: 2,
      observationsPerEntity: 2,
      observations: 3,
      observationBytes: 10,
      nameBytes: 8,
      itemsPerCall: 4,
    });
    for (const [entities, why] of [
      [[entity('a'), entity('b'), entity('c')], /the entities of the memory would be 3, and 2 is the most/],
      [[entity('a', '1', '2', '3')], /the observations of an entity would be 3, and 2 is the most/],
      [[entity('a', '1', '2'), entity('b', '3', '4')], /the observations of the memory would be 4, and 3/],
      [[entity('a', 'x'.repeat(11))], /an observation would be 11 bytes, and 10 bytes is the most/],
      [[entity('éééé!')], /the name of an entity would be 9 bytes/],
      [Array.from({ length: 5 }, () => entity('a')), /the entities of one call would be 5/],
    ] as const)
      await assert.rejects(small.createEntities(asker, entities), isError('memory.full', why));
    assert.deepEqual(await namesIn(memory), []);
  });
});
