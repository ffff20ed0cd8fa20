// Large files that come out: they go to the spool as they come, at its pace, and never cost a run.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Artifacts,
  exchangeLimits,
  noArtifacts,
  type OutputContent,
  type Spool,
  type SpoolWriter,
} from '../../core/exchanged-file.js';
import { defaultLimits } from '../../core/limits.js';
import { FakeSocket, turn } from './fake-socket.test-support.js';
import type { ChannelEvent } from './channel-event.js';
import { GuestChannel } from './guest-channel.js';

const size = exchangeLimits.memoryBytes + 3;
const program = { code: 'pass', fileName: 'main.py', limits: defaultLimits };
const result = { type: 'result', status: 'completed', value: null, valueCharacters: 0 };
const file = { type: 'file', path: 'large', size, content: 'follows' };
const chunk = (bytes: number, fill = 7): object => ({
  type: 'chunk',
  data: Buffer.alloc(bytes, fill).toString('base64'),
});

/** A disk that takes what it gets when the test says so. */
class SlowSpool implements Spool {
  readonly sizes: number[] = [];
  readonly written: Buffer[] = [];
  discarded = 0;
  content: OutputContent = { kind: 'left out', why: 'found no room' };
  readonly #takes: (() => void)[] = [];

  store(announced: number): SpoolWriter {
    this.sizes.push(announced);
    return {
      write: (bytes) =>
        new Promise((resolve) => {
          this.#takes.push(() => {
            this.written.push(bytes);
            resolve();
          });
        }),
      finish: async () => {
        while (this.#takes.length > 0) await turn();
        return this.content;
      },
      discard: () => {
        this.discarded += 1;
      },
    };
  }

  get waiting(): number {
    return this.#takes.length;
  }

  take(): void {
    for (const take of this.#takes.splice(0)) take();
  }
}

function open(spool?: Spool): { socket: FakeSocket; channel: GuestChannel; event: Promise<ChannelEvent> } {
  const socket = new FakeSocket();
  const channel = new GuestChannel(socket);
  channel.run({ ...program, ...(spool === undefined ? {} : { spool }) });
  return { socket, channel, event: channel.receive() };
}

async function contentOf(event: Promise<ChannelEvent>, channel: GuestChannel): Promise<Artifacts['files']> {
  assert.equal((await event).type, 'completed');
  return channel.artifacts.files;
}

describe('a large file that comes out', () => {
  it('is handed to the spool as it comes, and the result waits until it was taken', async () => {
    const spool = new SlowSpool();
    const { socket, channel, event } = open(spool);
    let isThere = false;
    void event.then(() => {
      isThere = true;
    });
    socket.say(file, chunk(size - 1), chunk(1, 8), { ...file, path: 'small', size: 0 }, result);
    for (let count = 0; count < 5; count += 1) await turn();
    assert.deepEqual([spool.sizes, isThere, channel.artifacts], [[size], false, noArtifacts]);
    spool.take();
    assert.deepEqual(await contentOf(event, channel), [
      { path: 'large', size, content: spool.content },
      { path: 'small', size: 0, content: { kind: 'memory', bytes: Buffer.alloc(0) } },
    ]);
    const written = Buffer.concat(spool.written);
    assert.deepEqual([written.length, written.at(-2), written.at(-1)], [size, 7, 8]);
    assert.equal(spool.discarded, 0);
  });

  it('comes no faster than the spool takes it', async () => {
    const spool = new SlowSpool();
    const { socket, event } = open(spool);
    const part = 100_000;
    const parts = 60;
    socket.say({ ...file, size: part * parts });
    for (let count = 0; count < parts; count += 1) socket.say(chunk(part));
    socket.say(result);
    for (let count = 0; spool.written.length < parts; count += 1) {
      assert.ok(count < 10_000);
      assert.ok(spool.waiting < 12, `${spool.waiting} parts wait`);
      await turn();
      if (count % 3 === 0) spool.take();
    }
    assert.equal((await event).type, 'completed');
  });

  it('is in its place among the others, however long the spool takes', async () => {
    const spool = new SlowSpool();
    const { socket, channel, event } = open(spool);
    const named = (path: string): object => ({ ...file, path });
    socket.say(named('a'), chunk(size), { ...named('b'), size: 0 }, named('c'), chunk(size), result);
    while (spool.sizes.length < 2) {
      await turn();
      spool.take();
    }
    await turn();
    spool.take();
    assert.deepEqual(
      (await contentOf(event, channel)).map(({ path }) => path),
      ['a', 'b', 'c'],
    );
  });

  it('is left out where nobody keeps it, and costs nothing', async () => {
    const { socket, channel, event } = open();
    socket.say(file, chunk(size), result);
    assert.deepEqual(await contentOf(event, channel), [
      { path: 'large', size, content: { kind: 'left out', why: 'is too large to be kept in memory' } },
    ]);
  });

  it('is given up where the guest breaks the rules, goes away or is closed', async () => {
    const endings: readonly ((socket: FakeSocket, channel: GuestChannel) => void)[] = [
      (socket) => {
        socket.say({ type: 'chunk', data: '' });
      },
      (socket) => {
        socket.say(chunk(size));
      },
      (socket) => {
        socket.say(result);
      },
      (socket) => socket.push(null),
      (_socket, channel) => {
        channel.close();
      },
    ];
    for (const end of endings) {
      const spool = new SlowSpool();
      const { socket, channel, event } = open(spool);
      socket.say({ ...file, path: 'whole' }, chunk(size), file, chunk(10));
      await turn();
      spool.take();
      await turn();
      end(socket, channel);
      spool.take();
      assert.notEqual((await event).type, 'completed');
      assert.deepEqual([spool.discarded, channel.artifacts], [2, noArtifacts]);
    }
  });

  it('that was whole is kept where the guest goes away after its result, and told before that', async () => {
    const spool = new SlowSpool();
    const { socket, channel, event } = open(spool);
    socket.say(file, chunk(size), result);
    socket.push(null);
    await turn();
    spool.take();
    assert.equal((await contentOf(event, channel)).length, 1);
    assert.equal((await channel.receive()).type, 'closed');
    assert.equal(spool.discarded, 0);
  });
});
