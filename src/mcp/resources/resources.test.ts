// What a client may list and read as resources, with sessions that have no process.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ListResourcesResult,
  ProtocolError,
  type ReadResourceResult,
} from '@modelcontextprotocol/server';
import { toCaller } from '../../core/caller.js';
import { defaultLimits } from '../../core/limits.js';
import type { SessionId } from '../../core/names.js';
import { MemoryKeeper, pythonEnvironment } from '../../services/python/memory-keeper.test-support.js';
import { ResultStore } from '../../services/python/result-store.js';
import { listResources as list } from '../serving/serve-resources.js';
import { pythonResources } from './python-resources.js';
import { readResource } from './read-resource.js';
import type { ResourceSources } from './resource-sources.js';

const MiB = 1024 * 1024;

const listResources = (sources: ResourceSources, cursor?: string): Promise<ListResourcesResult> =>
  list(pythonResources(sources), cursor);

class World {
  readonly results = new ResultStore();
  readonly keeper = new MemoryKeeper(10);

  sourcesOf(name: string): ResourceSources {
    return { caller: toCaller(name), results: this.results, sessions: this.keeper };
  }

  async makeSession(name: string, files: Readonly<Record<string, Buffer>>): Promise<SessionId> {
    const caller = toCaller(name);
    const { session } = await this.keeper.create(caller, { environment: pythonEnvironment });
    await this.keeper.run(caller, session.id, {
      code: 'x = 1',
      fileName: 'main.py',
      limits: defaultLimits,
      files: Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
    });
    return session.id;
  }

  keep(name: string, path: string, bytes: Buffer): string {
    const uri = this.results.openShelf(toCaller(name)).keep(path, bytes);
    assert.ok(uri !== null);
    return uri;
  }
}

interface Part {
  readonly offset: number;
  readonly length: number;
  readonly size: number;
  readonly next: string | null;
}

function partOf({ contents }: ReadResourceResult): {
  part: Part;
  text?: string;
  blob?: string;
  mimeType?: string;
} {
  const [content] = contents;
  assert.ok(content !== undefined && contents.length === 1);
  return { ...content, part: content._meta?.['isolated-pymcp/part'] as Part } as ReturnType<typeof partOf>;
}

async function rejection(work: Promise<unknown>): Promise<ProtocolError> {
  const error = await work.catch((reason: unknown) => reason);
  assert.ok(error instanceof ProtocolError, String(error));
  return error;
}

describe('resources/read', () => {
  it('gives a small file whole, text as text and other bytes as a blob', async () => {
    const world = new World();
    const me = world.sourcesOf('me');
    const table = partOf(await readResource(me, world.keep('me', 'a.csv', Buffer.from('é,1\n'))));
    assert.deepEqual([table.text, table.mimeType], ['é,1\n', 'text/csv']);
    assert.deepEqual(table.part, { offset: 0, length: 5, size: 5, next: null });
    const bytes = partOf(await readResource(me, world.keep('me', 'x', Buffer.from([0, 255]))));
    assert.deepEqual([bytes.blob, bytes.mimeType], ['AP8=', 'application/octet-stream']);
    assert.equal(
      partOf(await readResource(me, world.keep('me', 'x', Buffer.from('hi')))).mimeType,
      'text/plain',
    );
    assert.deepEqual(partOf(await readResource(me, world.keep('me', 'e', Buffer.alloc(0)))).part, {
      offset: 0,
      length: 0,
      size: 0,
      next: null,
    });
  });

  it('gives a large file in parts that follow each other and cut no character', async () => {
    const world = new World();
    const text = 'aé日😀'.repeat(250_000);
    const sources = world.sourcesOf('me');
    const id = await world.makeSession('me', { 'd/text': Buffer.from(text) });
    for (const first of [
      world.keep('me', 'text.txt', Buffer.from(text)),
      `pymcp://sessions/${id}/d/text`,
      `pymcp://sessions/${id}/d/text?length=100000000`,
    ]) {
      let read = '';
      for (let uri: string | null = first; uri !== null;) {
        const { part, text: more = '' } = partOf(await readResource(sources, uri));
        assert.ok(part.length <= MiB && part.size === Buffer.byteLength(text));
        assert.equal(part.offset, Buffer.byteLength(read));
        read += more;
        uri = part.next;
      }
      assert.equal(read, text);
    }
  });

  it('gives the part that is asked for', async () => {
    const world = new World();
    const uri = world.keep('me', 'a', Buffer.from('0123456789'));
    const { text, part } = partOf(await readResource(world.sourcesOf('me'), `${uri}?offset=3&length=4`));
    assert.deepEqual([text, part.next], ['3456', `${uri}?offset=7`]);
    const beyond = partOf(await readResource(world.sourcesOf('me'), `${uri}?offset=99`));
    assert.deepEqual([beyond.text, beyond.part.length, beyond.part.next], ['', 0, null]);
  });

  it('stays below ten megabytes whatever is in it', async () => {
    const world = new World();
    for (const fill of [0, 1, 34, 255]) {
      const uri = world.keep('me', 'a', Buffer.alloc(2 * MiB, fill));
      const message = JSON.stringify(await readResource(world.sourcesOf('me'), uri));
      assert.ok(message.length < 9_000_000, `${fill}: ${message.length}`);
    }
  });

  it('tells of what is not there and of what is another’s in the same words', async () => {
    const world = new World();
    const result = world.keep('me', 'a', Buffer.from('secret'));
    const id = await world.makeSession('me', { a: Buffer.from('secret') });
    const other = world.sourcesOf('other');
    const [theirs, nobodys] = await Promise.all(
      [result, 'pymcp://results/0000000000000000/a'].map((uri) => rejection(readResource(other, uri))),
    );
    assert.equal(theirs?.message, nobodys?.message);
    const session = await rejection(readResource(other, `pymcp://sessions/${id}/a`));
    assert.doesNotMatch(`${String(theirs?.message)}${session.message}`, /secret/);
    assert.deepEqual((await listResources(other)).resources, []);
  });

  it('is refused with a word of help for what is no address here', async () => {
    const sources = new World().sourcesOf('me');
    for (const uri of ['', 'file:///etc/passwd', 'pymcp://sessions/a/%2e%2e/x', `x${'y'.repeat(100_000)}`]) {
      const error = await rejection(readResource(sources, uri));
      assert.match(error.message, /resources\/list/);
      assert.ok(JSON.stringify(error.data).length < 1000);
    }
  });
});

describe('resources/list', () => {
  it('has the files of results and of sessions, each with what it is', async () => {
    const world = new World();
    const uri = world.keep('me', 'a.csv', Buffer.from('1'));
    const id = await world.makeSession('me', { 'd/b.png': Buffer.alloc(3) });
    const { resources, nextCursor } = await listResources(world.sourcesOf('me'));
    assert.equal(nextCursor, undefined);
    assert.deepEqual(
      resources.map((resource) => [resource.uri, resource.name, resource.mimeType, resource.size]),
      [
        [uri, 'a.csv', 'text/csv', 1],
        [`pymcp://sessions/${id}/d/b.png`, 'd/b.png', 'image/png', 3],
      ],
    );
  });

  it('comes in pages that together have every file once, while others come and go', async () => {
    const world = new World();
    const sources = world.sourcesOf('me');
    const files = Object.fromEntries(
      Array.from({ length: 70 }, (_, number) => [`f${number}`, Buffer.alloc(1)]),
    );
    for (let count = 0; count < 130; count += 1) world.keep('me', 'a', Buffer.alloc(1));
    await world.makeSession('me', files);
    await world.makeSession('me', files);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page: ListResourcesResult = await listResources(sources, cursor);
      assert.ok(page.resources.length <= 100);
      seen.push(...page.resources.map(({ uri }) => uri));
      if (page.nextCursor === undefined) break;
      cursor = page.nextCursor;
    }
    assert.deepEqual([seen.length, new Set(seen).size], [270, 270]);
  });

  it('does not wait for a session that is busy', async () => {
    const world = new World();
    const id = await world.makeSession('me', { a: Buffer.alloc(1) });
    const caller = toCaller('me');
    const running = world.keeper.run(caller, id, {
      code: 'hang',
      fileName: 'main.py',
      limits: defaultLimits,
    });
    assert.deepEqual((await listResources(world.sourcesOf('me'))).resources, []);
    await world.keeper.interrupt(caller, id);
    await running;
  });

  it('refuses a cursor that it did not make', async () => {
    const sources = new World().sourcesOf('me');
    for (const cursor of ['x', '!', Buffer.from('file:///').toString('base64url'), 'cHltY3A6Ly8=='])
      assert.match((await rejection(listResources(sources, cursor))).message, /cursor/);
  });
});
