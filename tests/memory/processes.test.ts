// The memory is whole whatever several processes do to it at once, wherever one of them is killed, and whatever somebody has
// done to its file.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { toCaller } from '../../src/core/caller.js';
import { PymcpError } from '../../src/core/errors.js';
import { DatabaseFolder } from '../../src/host/database-folder.js';
import { MemoryService } from '../../src/services/memory/memory-service.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';

const writer = fileURLToPath(new URL('../support/memory-writer.js', import.meta.url));
const asker = { caller: toCaller('test'), tool: 'test' };

alsoAsOrdinaryUser(import.meta.url);

describe('the file of a memory', () => {
  const before = process.env['XDG_STATE_HOME'];
  let home: string;
  let memory: MemoryService;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'pymcp-memory?%20-'));
    process.env['XDG_STATE_HOME'] = home;
    memory = new MemoryService({ workspace: null });
  });

  afterEach(async () => {
    await memory.close();
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
    rmSync(home, { recursive: true, force: true });
  });

  /** @param killAfter of its names; resolves to those that it had stored by its own word */
  async function write(
    prefix: string,
    count: number,
    killAfter = Number.POSITIVE_INFINITY,
  ): Promise<readonly string[]> {
    const child = spawn(process.execPath, [writer, prefix, String(count)], {
      env: { PATH: process.env['PATH'], XDG_STATE_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const stored: string[] = [];
    const ended = once(child, 'close');
    createInterface(child.stdout).on('line', (line) => {
      stored.push(line);
      if (stored.length === killAfter) child.kill('SIGKILL');
    });
    await ended;
    return stored;
  }

  const namesOf = async (): Promise<readonly string[]> =>
    (await memory.readGraph(asker)).entities.map(({ name }) => name).sort();

  it('loses none of 100 entities that 4 processes create at once', async () => {
    const stored = (await Promise.all(['a', 'b', 'c', 'd'].map((prefix) => write(prefix, 25)))).flat();
    assert.equal(stored.length, 100);
    assert.deepEqual(await namesOf(), [...stored].sort());
    const { entities } = await memory.searchNodes(asker, 'seen by c');
    assert.equal(entities.filter(({ name }) => name.startsWith('c_')).length, 25);
  });

  it('has all that was acknowledged by processes that were killed, and opens at once', async () => {
    for (const [round, killAfter] of [1, 7, 23].entries()) {
      const stored = (
        await Promise.all([write(`x${round}`, 40, killAfter), write(`y${round}`, 40, killAfter + 2)])
      ).flat();
      assert.ok(stored.length >= 2 * killAfter, 'they had begun');
      const found = new Set(await namesOf());
      assert.deepEqual(
        stored.filter((name) => !found.has(name)),
        [],
      );
    }
    const { entities, provenance } = await memory.readGraph(asker);
    assert.ok(
      entities.every(({ observations }) => observations.length === 1),
      'each call whole or not at all',
    );
    assert.equal(provenance.length, entities.length);
  });

  it('is moved aside whole where it is damaged, and says so once', async () => {
    await memory.createEntities(asker, [{ name: 'kept', entityType: 'x', observations: [] }]);
    const { database, path } = new DatabaseFolder(memory.folder);
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
      const aside = readdirSync(join(home, 'isolated-pymcp/memory')).filter((name) =>
        name.includes('.damaged-'),
      );
      assert.equal(aside.length, 1);
      const place = join(path, '..', aside[0] ?? '');
      assert.ok(readFileSync(join(place, 'memory.db')).equals(damaged));
      assert.deepEqual(await namesOf(), []);
      await memory.createEntities(asker, [{ name: 'new', entityType: 'x', observations: [] }]);
      assert.deepEqual(await namesOf(), ['new']);
      await memory.close();
      rmSync(place, { recursive: true });
    }
  });

  it('goes on in the new file where another process has moved the old one', async () => {
    await memory.createEntities(asker, [{ name: 'old', entityType: 'x', observations: [] }]);
    await new DatabaseFolder(memory.folder).moveAside('test');
    await memory.createEntities(asker, [{ name: 'new', entityType: 'x', observations: [] }]);
    assert.deepEqual(await namesOf(), ['new']);
  });

  it('is not trusted where others can read it, or where a link stands in its place', async () => {
    await memory.createEntities(asker, [{ name: 'a', entityType: 'x', observations: [] }]);
    const { database } = new DatabaseFolder(memory.folder);
    chmodSync(database, 0o644);
    await assert.rejects(memory.readGraph(asker), isError('memory.unsafe', /open to others/));
    chmodSync(database, 0o600);
    await memory.close();
    rmSync(`${database}-wal`, { force: true });
    symlinkSync('/etc/passwd', `${database}-wal`);
    await assert.rejects(memory.readGraph(asker), isError('memory.unsafe', /is not a file/));
  });

  it('holds no more than its bounds, names the one that was met, and stores nothing of such a call', async () => {
    const small = new MemoryService({
      workspace: null,
      bounds: {
        entities: 2,
        observationsPerEntity: 2,
        observations: 3,
        observationBytes: 10,
        nameBytes: 8,
        itemsPerCall: 4,
      },
    });
    const entity = (name: string, ...observations: string[]) => ({ name, entityType: 'x', observations });
    try {
      for (const [entities, why] of [
        [[entity('a'), entity('b'), entity('c')], /the entities of the memory would be 3, and 2 is the most/],
        [[entity('a', '1', '2', '3')], /the observations of an entity would be 3, and 2 is the most/],
        [[entity('a', '1', '2'), entity('b', '3', '4')], /the observations of the memory would be 4, and 3/],
        [[entity('a', 'x'.repeat(11))], /an observation would be 11 bytes, and 10 bytes is the most/],
        [[entity('éééé!')], /the name of an entity would be 9 bytes/],
        [Array.from({ length: 5 }, () => entity('a')), /the entities of one call would be 5/],
      ] as const)
        await assert.rejects(small.createEntities(asker, entities), isError('memory.full', why));
      assert.deepEqual(await namesOf(), []);
    } finally {
      await small.close();
    }
  });
});

function isError(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PymcpError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}
