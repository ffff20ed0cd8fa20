// What a guest says: frames and messages, against models of them.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeFrame, FrameDecoder, maxFrameBytes } from '../../../src/sandbox/channel/frame-decoder.js';
import { FakeSocket, turn } from '../../../src/sandbox/channel/fake-socket.test-support.js';
import { GuestChannel } from '../../../src/sandbox/channel/guest-channel.js';
import { parseGuestMessage } from '../../../src/sandbox/channel/guest-message.js';
import { defaultLimits } from '../../../src/core/limits.js';
import { fuzzTarget, type FuzzTarget } from '../fuzz-target.js';
import { cutBytes, cuts, mutatedBytes, mutatedJson, mutatedText } from '../mutations.js';
import { validPath } from './names-and-paths.js';

/** With halves of characters, which JSON can carry and UTF-8 cannot. */
const text = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.string({ maxLength: 4, unit: fc.constantFrom('a', '\ud800', '\udfff') }),
);
const count = fc.oneof(
  fc.nat({ max: 300 }),
  fc.constantFrom(0, 1, 2 ** 20, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((all) => Buffer.from(all));

/** Every message that a guest may send. */
export const validMessage: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.oneof(
  fc.record({
    type: fc.constant('ready'),
    landlockAbi: fc.nat({ max: 9 }),
    pid: fc.integer({ min: 1, max: 4_194_304 }),
  }),
  fc.record({ type: fc.constant('refused'), layer: text, reason: text }),
  fc.record({
    type: fc.constant('result'),
    status: fc.constant('completed'),
    value: fc.option(text),
    valueCharacters: count,
    exitCode: fc.option(fc.nat({ max: 255 })),
  }),
  fc.record({
    type: fc.constant('result'),
    status: fc.constant('raised'),
    name: text,
    message: text,
    traceback: text,
  }),
  fc.record({
    type: fc.constant('file'),
    path: validPath,
    size: count,
    content: fc.constantFrom('follows', 'left out'),
  }),
  fc.record({ type: fc.constantFrom('image', 'html'), size: count }),
  fc.record({ type: fc.constant('chunk'), data: bytes.map((all) => all.toString('base64')) }),
  fc.record({ type: fc.constant('omitted'), files: count, images: count, html: count }),
  fc.record({
    type: fc.constant('listing'),
    files: fc.array(fc.record({ path: validPath, size: count }), { maxLength: 3 }),
    omitted: count,
  }),
  fc.record({ type: fc.constant('content'), size: count, length: count }),
  fc.constant({ type: 'done' }),
  fc.record({ type: fc.constant('failed'), reason: text }),
);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.isWellFormed() && value.length <= 262_144;
const isPath = (value: unknown): boolean => typeof value === 'string';
const isOne =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);

/** Each field that a parsed message has, and no other. */
const shapes: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  ready: {
    landlockAbi: isCount,
    pid: (value) => isCount(value) && value !== 0 && (value as number) <= 4_194_304,
  },
  refused: { layer: isText, reason: isText },
  completed: {
    value: (value) => value === null || isText(value),
    valueCharacters: isCount,
    exitCode: (value) => value === null || (isCount(value) && (value as number) <= 255),
  },
  raised: { name: isText, message: isText, traceback: isText },
  file: { path: isPath, size: isCount, content: isOne('follows', 'left out') },
  image: { size: isCount },
  html: { size: isCount },
  chunk: { bytes: (value) => Buffer.isBuffer(value) },
  omitted: { files: isCount, images: isCount, html: isCount },
  listing: { files: (value) => Array.isArray(value), omitted: isCount },
  content: { size: isCount, length: isCount },
  done: {},
  failed: { reason: isText },
};

function assertShape(message: { readonly type: string }): void {
  const shape = { ...shapes[message.type], type: isOne(message.type) };
  assert.ok(message.type in shapes, message.type);
  assert.deepEqual(Object.keys(message).sort(), Object.keys(shape).sort());
  for (const [name, fits] of Object.entries(shape))
    assert.ok(fits(Reflect.get(message, name)), `${message.type}.${name}`);
}

function decodeAll(parts: readonly Buffer[]): Buffer[] {
  const decoder = new FrameDecoder();
  return parts.flatMap((part) => [...decoder.push(part)]);
}

const stream = fc
  .array(bytes, { maxLength: 5 })
  .map((bodies) => Buffer.concat(bodies.map((body) => encodeFrame(body))));

/** Frames, then one whose length is at a bound; its body is missing but for a little. */
const withEdge = fc
  .tuple(stream, fc.constantFrom(maxFrameBytes, maxFrameBytes + 1, 0x7fffffff, 0x80000000, 0xffffffff), bytes)
  .map(([before, length, body]) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(length);
    return Buffer.concat([before, header, body]);
  });

export const frameTargets: readonly FuzzTarget[] = [
  fuzzTarget(
    {
      name: 'frames, cut anywhere',
      inputs: 800,
      ways: ['whole'],
      arbitrary: fc.tuple(fc.array(bytes, { maxLength: 6 }), cuts),
    },
    ([bodies, places]) => {
      const whole = Buffer.concat(bodies.map((body) => encodeFrame(body)));
      assert.deepEqual(decodeAll(cutBytes(whole, places)), bodies);
      return 'whole';
    },
  ),
  fuzzTarget(
    {
      name: 'frames, changed',
      inputs: 800,
      ways: ['frames', 'refused'],
      arbitrary: fc.tuple(fc.oneof(mutatedBytes(stream), withEdge), cuts),
    },
    ([changed, places]) => {
      const expected = readFrames(changed);
      try {
        assert.deepEqual(decodeAll(cutBytes(changed, places)), expected);
        return 'frames';
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        assert.equal(expected, 'refused');
        return 'refused';
      }
    },
  ),
  fuzzTarget(
    {
      name: 'messages of guests',
      inputs: 1200,
      ways: ['taken', 'refused'],
      arbitrary: fc.oneof(
        mutatedJson(validMessage).map((value) => JSON.stringify(value)),
        mutatedText(validMessage.map((value) => JSON.stringify(value))),
      ),
    },
    (said) => {
      const message = parseGuestMessage(Buffer.from(said));
      if (message === null) return 'refused';
      assertShape(message);
      return 'taken';
    },
  ),
  fuzzTarget(
    { name: 'messages, as they are', inputs: 400, ways: ['taken'], arbitrary: validMessage },
    (valid) => {
      const message = parseGuestMessage(Buffer.from(JSON.stringify(valid)));
      assert.ok(message !== null, 'a valid message was refused');
      assertShape(message);
      return 'taken';
    },
  ),
  fuzzTarget(
    {
      name: 'a whole channel',
      inputs: 300,
      ways: ['answered', 'closed', 'violation'],
      arbitrary: fc.tuple(
        fc.array(fc.oneof(validMessage, mutatedJson(validMessage)), { maxLength: 5 }),
        cuts,
        fc.boolean(),
      ),
    },
    async ([said, places, doesRun]) => {
      const socket = new FakeSocket();
      const channel = new GuestChannel(socket);
      if (doesRun) channel.run({ code: 'pass', fileName: 'main.py', limits: defaultLimits });
      const whole = Buffer.concat(
        said.map((value) => encodeFrame(Buffer.from(JSON.stringify(value ?? null)))),
      );
      for (const part of cutBytes(whole, places)) socket.say(part);
      await turn();
      socket.push(null);
      await turn();
      const types: string[] = [];
      for (let event = await channel.receive(); ; event = await channel.receive()) {
        types.push(event.type);
        if (event.type === 'closed' || event.type === 'violation') break;
        assert.ok(types.length <= said.length, 'more came out than was said');
      }
      channel.close();
      assert.ok(types.filter((type) => type === 'ready' || type === 'refused').length <= 1);
      assert.ok(
        types.filter((type) => type === 'completed' || type === 'raised').length <= (doesRun ? 1 : 0),
      );
      if (types.at(-1) === 'violation') return 'violation';
      return types.length > 1 ? 'answered' : 'closed';
    },
  ),
];

/** By the description of the format alone. */
function readFrames(whole: Buffer): Buffer[] | 'refused' {
  const frames: Buffer[] = [];
  for (let at = 0; at + 4 <= whole.length;) {
    const length = whole.readUInt32BE(at);
    if (length > maxFrameBytes) return 'refused';
    if (at + 4 + length > whole.length) break;
    frames.push(whole.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return frames;
}
