import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { describe, it } from 'node:test';
import { exchangeLimits, noArtifacts } from '../../core/exchanged-file.js';
import { pngOf } from '../../core/png.test-support.js';
import { encodeFrame } from './frame-decoder.js';
import { type ChannelEvent, GuestChannel } from './guest-channel.js';

/** The gateway's end of a socket; `say` is what the guest writes, `heard` what it would read. */
class FakeSocket extends Duplex {
  heard = Buffer.alloc(0);

  override _read(): void {
    // `say` pushes.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.heard = Buffer.concat([this.heard, chunk]);
    done();
  }

  say(...parts: readonly (Buffer | object)[]): void {
    const bytes = parts.map((part) =>
      Buffer.isBuffer(part) ? part : encodeFrame(Buffer.from(JSON.stringify(part))),
    );
    this.push(Buffer.concat(bytes));
  }
}

function open(): { socket: FakeSocket; channel: GuestChannel } {
  const socket = new FakeSocket();
  return { socket, channel: new GuestChannel(socket) };
}

/** The messages that a guest would have read. */
function heardBy({ heard }: FakeSocket): unknown[] {
  const messages: unknown[] = [];
  for (let place = 0; place < heard.length;) {
    const end = place + 4 + heard.readUInt32BE(place);
    messages.push(JSON.parse(heard.subarray(place + 4, end).toString()));
    place = end;
  }
  return messages;
}

const raised = { type: 'result', status: 'raised', name: 'E', message: 'm', traceback: 't' };

const ready = (landlockAbi: number): object => ({ type: 'ready', landlockAbi });

async function receiveAll(channel: GuestChannel): Promise<ChannelEvent[]> {
  const events: ChannelEvent[] = [];
  for (;;) {
    const event = await channel.receive();
    events.push(event);
    if (event.type === 'closed') return events;
  }
}

/** Lets the streams deliver what they hold. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('GuestChannel', () => {
  it('delivers messages in their order, asked for before or after they came', async () => {
    const { socket, channel } = open();
    const first = channel.receive();
    socket.say(ready(1), ready(2), ready(3));
    assert.deepEqual(await first, ready(1));
    assert.deepEqual(await channel.receive(), ready(2));
    assert.deepEqual(await channel.receive(), ready(3));
  });

  it('delivers a message that comes byte by byte', async () => {
    const { socket, channel } = open();
    for (const byte of encodeFrame(Buffer.from(JSON.stringify(ready(5))))) socket.say(Buffer.of(byte));
    assert.deepEqual(await channel.receive(), ready(5));
  });

  it('hands a program over as one frame', async () => {
    const { socket, channel } = open();
    channel.run({ code: 'print("é\0")', fileName: 'main.py' });
    await turn();
    assert.equal(socket.heard.readUInt32BE(0), socket.heard.length - 4);
    assert.deepEqual(heardBy(socket), [{ type: 'program', code: 'print("é\0")', fileName: 'main.py' }]);
  });

  it('hands files over before their program, each as a frame', async () => {
    const { socket, channel } = open();
    const files = [
      { path: 'a.bin', bytes: Buffer.from([0, 255]) },
      { path: 'data/é', bytes: Buffer.alloc(exchangeLimits.fileBytes) },
    ];
    channel.run({ code: 'pass', fileName: 'main.py', files });
    await turn();
    const [first, second, program] = heardBy(socket);
    assert.deepEqual(first, { type: 'file', path: 'a.bin', data: 'AP8=' });
    assert.deepEqual(second, { type: 'file', path: 'data/é', data: files[1]?.bytes.toString('base64') });
    assert.deepEqual(program, { type: 'program', code: 'pass', fileName: 'main.py' });
  });

  it('keeps what came out, and shows it once the result is there', async () => {
    const { socket, channel } = open();
    channel.run({ code: 'pass', fileName: 'main.py' });
    const image = pngOf(3, 4);
    socket.say(
      { type: 'image', size: image.length },
      { type: 'chunk', data: image.toString('base64') },
      { type: 'file', path: 'a', size: 3, content: 'follows' },
      { type: 'chunk', data: 'AAEC' },
    );
    await turn();
    assert.deepEqual(channel.artifacts, noArtifacts);
    socket.say({ type: 'omitted', files: 5, images: 6 }, raised);
    assert.equal((await channel.receive()).type, 'raised');
    assert.deepEqual(channel.artifacts, {
      files: [{ path: 'a', size: 3, bytes: Buffer.from([0, 1, 2]) }],
      filesOmitted: 5,
      images: [image],
      imagesOmitted: 6,
    });
  });

  it('ends at files that were not asked for: before a program, after a result', async () => {
    const file = { type: 'file', path: 'a', size: 0, content: 'follows' };
    const early = open();
    early.socket.say(file);
    assert.equal((await early.channel.receive()).type, 'violation');
    const late = open();
    late.channel.run({ code: 'pass', fileName: 'main.py' });
    late.socket.say(raised, file);
    assert.equal((await late.channel.receive()).type, 'raised');
    assert.equal((await late.channel.receive()).type, 'violation');
  });

  it('ends at artifacts that break the rules, and keeps none of them', async () => {
    const file = { type: 'file', path: 'a', size: 3, content: 'follows' };
    const violations: readonly (readonly object[])[] = [
      [{ ...file, path: '../a' }],
      [{ type: 'chunk', data: 'AAEC' }],
      [file, { type: 'chunk', data: 'AAECAA==' }],
      [file, raised],
      [file, file],
      [{ ...file, size: 2 ** 40 }],
      [
        { type: 'image', size: 3 },
        { type: 'chunk', data: 'AAEC' },
      ],
    ];
    for (const messages of violations) {
      const { socket, channel } = open();
      channel.run({ code: 'pass', fileName: 'main.py' });
      socket.say({ ...file, path: 'before', size: 0 }, ...messages, raised);
      assert.equal((await channel.receive()).type, 'violation', JSON.stringify(messages));
      assert.deepEqual(channel.artifacts, noArtifacts);
      assert.ok(socket.destroyed);
    }
  });

  it('says closed for ever after the guest has gone, once everything it said is delivered', async () => {
    const { socket, channel } = open();
    socket.say(ready(1), ready(2));
    socket.push(null);
    await turn();
    assert.deepEqual(await receiveAll(channel), [ready(1), ready(2), { type: 'closed' }]);
    for (let count = 0; count < 3; count += 1) assert.deepEqual(await channel.receive(), { type: 'closed' });
  });

  it('tells a waiting receiver of the end, whichever way it came', async () => {
    const ends: ((socket: FakeSocket, channel: GuestChannel) => void)[] = [
      (socket) => socket.push(null),
      (socket) => socket.destroy(),
      (socket) => socket.destroy(new Error('ECONNRESET')),
      (_socket, channel) => {
        channel.close();
      },
    ];
    for (const end of ends) {
      const { socket, channel } = open();
      const event = channel.receive();
      end(socket, channel);
      assert.deepEqual(await event, { type: 'closed' });
    }
  });

  it('is finished once the guest has gone and all it said was read, or when it is given up', async () => {
    const gone = open();
    gone.socket.say(ready(1));
    gone.socket.push(null);
    gone.socket.end();
    await gone.channel.finished;
    assert.deepEqual(await gone.channel.receive(), ready(1));
    const closed = open();
    closed.channel.close();
    await closed.channel.finished;
  });

  it('says closed where a frame was cut off', async () => {
    const { socket, channel } = open();
    socket.say(encodeFrame(Buffer.from(JSON.stringify(ready(1)))).subarray(0, -1));
    socket.push(null);
    assert.deepEqual(await channel.receive(), { type: 'closed' });
  });

  it('ends at bytes that are no message, and hears nothing after them', async () => {
    const violations: readonly (Buffer | object)[] = [
      encodeFrame(Buffer.from('not json')),
      encodeFrame(Buffer.alloc(0)),
      { type: 'unknown' },
      Buffer.from([0xff, 0xff, 0xff, 0xff]),
    ];
    for (const violation of violations) {
      const { socket, channel } = open();
      socket.say(ready(1), violation, ready(2));
      assert.deepEqual(await channel.receive(), ready(1));
      assert.equal((await channel.receive()).type, 'violation');
      socket.say(ready(3));
      assert.deepEqual(await receiveAll(channel), [{ type: 'closed' }]);
      assert.ok(socket.destroyed);
    }
  });

  it('ends where a guest says more than it was asked, and keeps a bounded number', async () => {
    const { socket, channel } = open();
    socket.say(...Array.from({ length: 10_000 }, (_, index) => ready(index)));
    await turn();
    const events = await receiveAll(channel);
    assert.ok(events.length < 24);
    assert.deepEqual(events.slice(-2), [
      { type: 'violation', reason: 'more messages than were asked for' },
      { type: 'closed' },
    ]);
  });

  it('ignores what cannot be delivered to a guest that has gone', async () => {
    const { channel } = open();
    channel.close();
    channel.close();
    channel.run({ code: 'pass', fileName: 'main.py' });
    await turn();
    assert.deepEqual(await channel.receive(), { type: 'closed' });
  });
});
