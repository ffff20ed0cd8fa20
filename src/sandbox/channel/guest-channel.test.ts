import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchangeLimits, noArtifacts } from '../../core/exchanged-file.js';
import { pngOf } from '../../core/png.test-support.js';
import { defaultLimits, toCpuSeconds } from '../../core/limits.js';
import { FakeSocket, turn } from './fake-socket.test-support.js';
import { encodeFrame } from './frame-decoder.js';
import type { ChannelEvent } from './channel-event.js';
import { GuestChannel } from './guest-channel.js';

function open(): { socket: FakeSocket; channel: GuestChannel } {
  const socket = new FakeSocket();
  return { socket, channel: new GuestChannel(socket) };
}

const raised = { type: 'result', status: 'raised', name: 'E', message: 'm', traceback: 't' };

const ready = { type: 'ready', landlockAbi: 7, pid: 2 };
const completed = { type: 'result', status: 'completed', value: null, valueCharacters: 0 };
const isCompleted = { type: 'completed', value: null, valueCharacters: 0, exitCode: null };
const program = { code: 'pass', fileName: 'main.py', limits: defaultLimits };
const handedOver = {
  type: 'program',
  code: 'pass',
  fileName: 'main.py',
  cpuSeconds: toCpuSeconds(defaultLimits),
};

async function receiveAll(channel: GuestChannel): Promise<ChannelEvent[]> {
  const events: ChannelEvent[] = [];
  for (;;) {
    const event = await channel.receive();
    events.push(event);
    if (event.type === 'closed') return events;
  }
}

describe('GuestChannel', () => {
  it('delivers messages in their order, asked for before or after they came', async () => {
    const { socket, channel } = open();
    const first = channel.receive();
    socket.say(ready);
    assert.deepEqual(await first, ready);
    channel.run(program);
    socket.say(completed);
    await turn();
    channel.runCell(program);
    socket.say({ ...completed, exitCode: 3 });
    assert.deepEqual(await channel.receive(), isCompleted);
    assert.deepEqual(await channel.receive(), { ...isCompleted, exitCode: 3 });
  });

  it('delivers a message that comes byte by byte', async () => {
    const { socket, channel } = open();
    for (const byte of encodeFrame(Buffer.from(JSON.stringify(ready)))) socket.say(Buffer.of(byte));
    assert.deepEqual(await channel.receive(), ready);
  });

  it('hands a program over as one frame, with the processor time that it may use', async () => {
    const { socket, channel } = open();
    channel.run({ ...program, code: 'print("é\0")' });
    await turn();
    assert.deepEqual(socket.messages, [{ ...handedOver, code: 'print("é\0")' }]);
  });

  it('hands cells of a session over one after the other, each with its files', async () => {
    const { socket, channel } = open();
    for (const name of ['a', 'b']) {
      channel.runCell({ code: name, files: [{ path: name, bytes: Buffer.from([0, 255]) }] });
      await turn();
      await turn();
      socket.say(completed);
      assert.deepEqual(await channel.receive(), isCompleted);
    }
    const handed = (name: string): object[] => [
      { type: 'file', path: name, size: 2 },
      { type: 'chunk', data: 'AP8=' },
      { type: 'cell', code: name },
    ];
    assert.deepEqual(socket.messages, [...handed('a'), ...handed('b')]);
  });

  it('hands files over before their program, in chunks, no faster than the guest takes them', async () => {
    const { socket, channel } = open();
    const large = Buffer.alloc(exchangeLimits.fileBytes, 7);
    let takes = 0;
    socket.hold = (take) => {
      takes += 1;
      assert.ok(socket.writableLength < 2 * 1024 * 1024);
      setImmediate(take);
    };
    channel.run({
      ...program,
      files: [
        { path: 'empty', bytes: Buffer.alloc(0) },
        { path: 'data/é', bytes: large },
      ],
    });
    while (socket.messages.length < 3 + large.length / 2 ** 19) await turn();
    const [empty, announced, ...rest] = socket.messages;
    assert.deepEqual(empty, { type: 'file', path: 'empty', size: 0 });
    assert.deepEqual(announced, { type: 'file', path: 'data/é', size: large.length });
    assert.deepEqual(rest.pop(), handedOver);
    const chunks = rest.map((chunk) => Buffer.from((chunk as { data: string }).data, 'base64'));
    assert.ok(Buffer.concat(chunks).equals(large));
    assert.ok(takes > 8);
  });

  it('stops sending files to a guest that has gone', async () => {
    const { socket, channel } = open();
    socket.hold = () => undefined;
    const files = [{ path: 'a', bytes: Buffer.alloc(exchangeLimits.fileBytes) }];
    channel.run({ ...program, files });
    await turn();
    socket.destroy();
    await turn();
    assert.deepEqual(socket.messages, []);
    assert.deepEqual(await channel.receive(), { type: 'closed' });
  });

  it('keeps what came out, and shows it once the result is there', async () => {
    const { socket, channel } = open();
    channel.run(program);
    const image = pngOf(3, 4);
    socket.say(
      { type: 'image', size: image.length },
      { type: 'chunk', data: image.toString('base64') },
      { type: 'file', path: 'a', size: 3, content: 'follows' },
      { type: 'chunk', data: 'AAEC' },
    );
    await turn();
    assert.deepEqual(channel.artifacts, noArtifacts);
    socket.say({ type: 'omitted', files: 5, images: 6, html: 7 }, raised);
    assert.equal((await channel.receive()).type, 'raised');
    assert.deepEqual(channel.artifacts, {
      files: [{ path: 'a', size: 3, content: { kind: 'memory', bytes: Buffer.from([0, 1, 2]) } }],
      filesOmitted: 5,
      images: [image],
      imagesOmitted: 6,
      html: [],
      htmlOmitted: 7,
    });
  });

  it('ends at files that were not asked for: before a program, after a result', async () => {
    const file = { type: 'file', path: 'a', size: 0, content: 'follows' };
    const early = open();
    early.socket.say(file);
    assert.equal((await early.channel.receive()).type, 'violation');
    const late = open();
    late.channel.run(program);
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
      channel.run(program);
      socket.say({ ...file, path: 'before', size: 0 }, ...messages, raised);
      assert.equal((await channel.receive()).type, 'violation', JSON.stringify(messages));
      assert.deepEqual(channel.artifacts, noArtifacts);
      assert.ok(socket.destroyed);
    }
  });

  it('says closed for ever after the guest has gone, once everything it said is delivered', async () => {
    const { socket, channel } = open();
    channel.run(program);
    socket.say(raised);
    socket.push(null);
    await turn();
    assert.deepEqual(await receiveAll(channel), [
      { type: 'raised', name: 'E', message: 'm', traceback: 't' },
      { type: 'closed' },
    ]);
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

  it('says closed where a frame was cut off', async () => {
    const { socket, channel } = open();
    socket.say(encodeFrame(Buffer.from(JSON.stringify(ready))).subarray(0, -1));
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
      socket.say(ready, violation, raised);
      assert.deepEqual(await channel.receive(), ready);
      assert.equal((await channel.receive()).type, 'violation');
      socket.say(ready);
      assert.deepEqual(await receiveAll(channel), [{ type: 'closed' }]);
      assert.ok(socket.destroyed);
    }
  });

  it('ends at whatever was not asked for, and keeps nothing of it', async () => {
    type Before = (channel: GuestChannel) => void;
    const fresh: Before = () => undefined;
    const running: Before = (channel) => {
      channel.run(program);
    };
    const asked: Before = (channel) => {
      channel.listFiles().catch(() => undefined);
    };
    const unasked: Record<string, readonly [Before, readonly object[]]> = {
      'a second greeting': [fresh, [ready, ready]],
      'a greeting of a program': [running, [ready]],
      'a refusal of a program': [running, [{ type: 'refused', layer: 'l', reason: 'r' }]],
      'a greeting after a question': [asked, [ready]],
      'a result of nothing': [fresh, [completed]],
      'a second result': [running, [completed, raised]],
      'a result of a question': [asked, [completed]],
      'an answer to nothing': [fresh, [{ type: 'done' }]],
      'an answer of a program': [running, [{ type: 'failed', reason: 'r' }]],
      'a listing of a program': [running, [{ type: 'listing', files: [], omitted: 0 }]],
      'an artifact of a question': [asked, [{ type: 'html', size: 0 }]],
    };
    for (const [name, [before, said]] of Object.entries(unasked)) {
      const { socket, channel } = open();
      before(channel);
      socket.say(...said);
      await turn();
      const events = await receiveAll(channel);
      assert.equal(events.at(-2)?.type, 'violation', name);
      assert.equal(events.length, said.length + 1, name);
      assert.ok(socket.destroyed, name);
    }
  });

  it('keeps nothing of a guest that never stops', async () => {
    const { socket, channel } = open();
    socket.say(...Array.from({ length: 10_000 }, () => ready));
    await turn();
    assert.deepEqual(
      (await receiveAll(channel)).map(({ type }) => type),
      ['ready', 'violation', 'closed'],
    );
  });

  it('ignores what cannot be delivered to a guest that has gone', async () => {
    const { channel } = open();
    channel.close();
    channel.close();
    channel.run(program);
    await turn();
    assert.deepEqual(await channel.receive(), { type: 'closed' });
  });
});
