import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { StoredBytes } from '../../core/exchanged-file.js';
import { parseResourceUri, type ResourcePlace } from '../../core/resource-uri.js';
import { sleep } from '../../host/clock.js';
import { ResultStore, type Shelf } from './result-store.js';

const [me, other] = [toCaller('me'), toCaller('other')];

class FakeStored implements StoredBytes {
  readonly length: number;
  isThere = true;
  readonly #bytes: Buffer;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
    this.length = this.#bytes.length;
  }

  read(offset: number, length: number): Promise<Buffer> {
    if (!this.isThere) return Promise.reject(new Error('it was removed'));
    return Promise.resolve(this.#bytes.subarray(offset, offset + length));
  }

  drop(): void {
    this.isThere = false;
  }
}

function keep(shelf: Shelf, path: string, bytes: Buffer | StoredBytes | string): string {
  const uri = shelf.keep(path, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  assert.ok(uri !== null);
  return uri;
}

function placeOf(uri: string): ResourcePlace {
  const address = parseResourceUri(uri);
  assert.ok(address !== null);
  return address;
}

function assertUnknown(error: unknown): true {
  assert.ok(error instanceof PymcpError);
  assert.equal(error.code, 'resource.unknown');
  return true;
}

describe('ResultStore', () => {
  it('gives a caller the files of its results, in parts', async () => {
    const store = new ResultStore();
    const shelf = store.openShelf(me);
    const [small, large] = [keep(shelf, 'd/é.csv', 'abcdef'), keep(shelf, 'large', new FakeStored('ghijkl'))];
    const read = async (uri: string, offset: number, length: number): Promise<string> => {
      const part = await store.read(me, placeOf(uri), offset, length);
      assert.deepEqual([part.size, part.offset], [6, offset]);
      return part.bytes.toString();
    };
    assert.deepEqual(
      [await read(small, 0, 3), await read(small, 3, 99), await read(small, 9, 9)],
      ['abc', 'def', ''],
    );
    assert.deepEqual([await read(large, 0, 3), await read(large, 3, 99)], ['ghi', 'jkl']);
    assert.deepEqual(
      store.list(me).map(({ uri, path, size }) => [uri, path, size]),
      [
        [small, 'd/é.csv', 6],
        [large, 'large', 6],
      ],
    );
  });

  it('tells nobody else of them: neither by listing nor by an address that was seen', async () => {
    const store = new ResultStore();
    const uri = keep(store.openShelf(me), 'a', 'x');
    assert.deepEqual(store.list(other), []);
    const words: string[] = [];
    for (const [caller, place] of [
      [other, placeOf(uri)],
      [me, placeOf('pymcp://results/0000000000000000/a')],
      [me, { ...placeOf(uri), path: 'b' }],
      [me, { ...placeOf(uri), kind: 'sessions' as const }],
    ] as const)
      await assert.rejects(store.read(caller, place, 0, 1), (error) => {
        assertUnknown(error);
        assert.ok(error instanceof PymcpError);
        words.push(`${error.message} ${error.hint}`);
        return true;
      });
    assert.equal(new Set(words).size, 1);
  });

  it('gives each result an address of its own that cannot be guessed', () => {
    const store = new ResultStore();
    const uris = Array.from({ length: 100 }, () => keep(store.openShelf(me), 'a', 'x'));
    assert.equal(new Set(uris).size, 100);
    for (const uri of uris) assert.match(uri, /^pymcp:\/\/results\/[0-9a-f]{16}\/a$/);
  });

  it('lets the oldest go beyond its bytes and its number of files', () => {
    const store = new ResultStore({ memoryBytes: 10, files: 3 });
    const shelf = store.openShelf(me);
    const [first, second] = [keep(shelf, 'a', '12345'), keep(shelf, 'b', '12345')];
    const third = keep(shelf, 'c', '1');
    assert.throws(() => store.find(me, placeOf(first)), assertUnknown);
    const stored = [new FakeStored('x'), new FakeStored('y')];
    stored.forEach((bytes, index) => keep(shelf, `s${index}`, bytes));
    assert.throws(() => store.find(me, placeOf(second)), assertUnknown);
    assert.deepEqual(store.find(me, placeOf(third)), Buffer.from('1'));
    keep(shelf, 'd', '1');
    keep(shelf, 'e', '1');
    keep(shelf, 'f', '1');
    assert.deepEqual(
      stored.map(({ isThere }) => isThere),
      [false, false],
    );
    assert.equal(store.list(me).length, 3);
  });

  it('has no room for what is larger than all of it, and none for what is gone', () => {
    const store = new ResultStore({ memoryBytes: 10 });
    const shelf = store.openShelf(me);
    keep(shelf, 'a', '12345');
    assert.equal(shelf.keep('b', Buffer.alloc(11)), null);
    const gone = new FakeStored('x');
    gone.drop();
    assert.equal(shelf.keep('c', gone), null);
    assert.equal(store.list(me).length, 1);
  });

  it('does not have what the disk gave up meanwhile', async () => {
    const store = new ResultStore();
    const bytes = new FakeStored('x');
    const uri = keep(store.openShelf(me), 'a', bytes);
    const late = store.read(me, placeOf(uri), 0, 1);
    assert.equal((await late).bytes.toString(), 'x');
    bytes.drop();
    assert.deepEqual(store.list(me), []);
    await assert.rejects(store.read(me, placeOf(uri), 0, 1), assertUnknown);
  });

  it('forgets what is too old, and what a caller has left that has gone', async () => {
    const store = new ResultStore({ ageMs: 30 });
    const stored = new FakeStored('x');
    keep(store.openShelf(me), 'a', stored);
    assert.equal(store.list(me).length, 1);
    await sleep(100);
    assert.deepEqual([store.list(me), stored.isThere], [[], false]);
    const lasting = new ResultStore();
    const [mine, theirs] = [new FakeStored('x'), new FakeStored('y')];
    keep(lasting.openShelf(me), 'a', mine);
    keep(lasting.openShelf(other), 'a', theirs);
    lasting.forget(me);
    assert.deepEqual([mine.isThere, theirs.isThere, lasting.list(other).length], [false, true, 1]);
  });
});
