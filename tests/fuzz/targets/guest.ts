// What runs inside, in Python, against what the gateway says in TypeScript: one rule for names on both sides, frames that each
// reads as the other wrote them, files that land where they belong.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { whyNotContained } from '../../../src/core/contained-path.js';
import { packageRoot } from '../../../src/host/package-root.js';
import { encodeFrame } from '../../../src/sandbox/channel/frame-decoder.js';
import { FakeSocket, turn } from '../../../src/sandbox/channel/fake-socket.test-support.js';
import { FrameWriter } from '../../../src/sandbox/channel/frame-writer.js';
import { type Check, type FuzzTarget, fuzzTargetWith } from '../fuzz-target.js';
import { mutatedText } from '../mutations.js';
import { validMessage } from './frames.js';
import { validPath } from './names-and-paths.js';

interface Reply {
  readonly answer?: unknown;
  readonly error?: string;
  readonly why?: string;
}

type Ask = (question: Readonly<Record<string, unknown>>) => Promise<Reply>;

/** One Python for a whole target. */
async function withGuest<Input>(
  check: (ask: Ask, input: Input) => Promise<string>,
): Promise<{ check: Check<Input>; close: () => Promise<void> }> {
  const scratch = mkdtempSync(join(tmpdir(), 'pymcp-fuzz-'));
  const script = join(packageRoot(), 'tests/fuzz/guest_parsers.py');
  const python = spawn('/usr/bin/python3', ['-I', '-B', script, join(packageRoot(), 'guest'), scratch], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const ask: Ask = async (question) => {
    python.stdin.write(`${JSON.stringify(question)}\n`);
    const line: IteratorResult<string, unknown> = await lines.next();
    assert.ok(line.done !== true, 'Python has ended');
    return JSON.parse(line.value) as Reply;
  };
  return Promise.resolve({
    check: (input) => check(ask, input),
    close: async () => {
      python.stdin.end();
      await once(python, 'exit');
      rmSync(scratch, { recursive: true, force: true });
    },
  });
}

const anyPath = fc.oneof(
  validPath,
  mutatedText(validPath),
  fc
    .array(fc.constantFrom('a', '..', '.', '', 'x'.repeat(255), 'é'.repeat(128)), { maxLength: 36 })
    .map((all) => all.join('/')),
);

/** As the gateway writes them. */
async function writeFrames(
  files: readonly { path: string; bytes: Buffer }[],
  message: object,
): Promise<Buffer> {
  const socket = new FakeSocket();
  const writer = new FrameWriter(socket);
  writer.sendFiles(files);
  writer.send(message);
  const count = files.reduce((sum, { bytes }) => sum + 1 + Math.ceil(bytes.length / (512 * 1024)), 1);
  while (socket.messages.length < count) await turn();
  return Buffer.concat(socket.messages.map((one) => encodeFrame(Buffer.from(JSON.stringify(one)))));
}

const file = fc.record({
  path: fc.oneof(
    { weight: 6, arbitrary: validPath },
    { weight: 1, arbitrary: fc.constantFrom('a', 'a/b', 'b/c', 'b') },
  ),
  bytes: fc.uint8Array({ maxLength: 30 }).map((all) => Buffer.from(all)),
});

const int32 = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)));

export const guestTargets: readonly FuzzTarget[] = [
  fuzzTargetWith(
    {
      name: 'names, by both rules',
      inputs: 200,
      ways: ['taken', 'refused'],
      arbitrary: fc.array(anyPath, { minLength: 1, maxLength: 10 }),
    },
    () =>
      withGuest(async (ask, paths) => {
        const { answer } = await ask({ ask: 'contained', paths });
        const ours = paths.map((path) => whyNotContained(path) === null);
        assert.deepEqual(answer, ours, JSON.stringify(paths));
        return ours[0] === true ? 'taken' : 'refused';
      }),
  ),
  fuzzTargetWith(
    {
      name: 'frames, from side to side',
      inputs: 200,
      ways: ['read'],
      arbitrary: fc.tuple(fc.array(validMessage, { maxLength: 4 }), fc.nat({ max: 40 })),
    },
    () =>
      withGuest(async (ask, [messages, cut]) => {
        const whole = Buffer.concat(messages.map((one) => encodeFrame(Buffer.from(JSON.stringify(one)))));
        const stream = whole.subarray(0, Math.max(0, whole.length - cut));
        const { answer } = await ask({ ask: 'frames', stream: stream.toString('base64') });
        const read = answer as unknown[];
        // A frame whose end is missing is none.
        assert.deepEqual(read, JSON.parse(JSON.stringify(messages.slice(0, read.length))));
        const rest = messages.slice(0, read.length).map((one) => 4 + Buffer.byteLength(JSON.stringify(one)));
        const next = messages[read.length];
        const begun = stream.length - rest.reduce((sum, one) => sum + one, 0);
        assert.ok(next === undefined ? begun === 0 : begun < 4 + Buffer.byteLength(JSON.stringify(next)));
        return 'read';
      }),
  ),
  fuzzTargetWith(
    {
      name: 'files put in their places',
      inputs: 30,
      ways: ['placed', 'refused'],
      arbitrary: fc.array(file, { maxLength: 5 }),
    },
    () =>
      withGuest(async (ask, files) => {
        const stream = await writeFrames(files, { type: 'program', code: 'pass' });
        const reply = await ask({ ask: 'placed', stream: stream.toString('base64') });
        assert.equal(reply.error, undefined, reply.why);
        const answer = reply.answer as { failure?: string; message: object; files: Record<string, string> };
        assert.deepEqual(answer.message, { type: 'program', code: 'pass' }, 'the channel is out of order');
        const given = new Map(files.map(({ path, bytes }) => [`home/${path}`, bytes.toString('base64')]));
        for (const [path, content] of Object.entries(answer.files)) {
          assert.ok(
            files.some(
              ({ path: own, bytes }) => `home/${own}` === path && bytes.toString('base64') === content,
            ),
            path,
          );
        }
        if (answer.failure !== undefined) return 'refused';
        assert.deepEqual(new Map(Object.entries(answer.files)), given);
        return 'placed';
      }),
  ),
  fuzzTargetWith(
    {
      name: 'covers of protected paths',
      inputs: 150,
      ways: ['same'],
      arbitrary: fc.array(
        fc.record({
          path: fc.string({
            maxLength: 12,
            unit: fc.nat({ max: 255 }).map((code) => String.fromCharCode(code)),
          }),
          cover: fc.constantFrom('masked', 'read-only', 'pinned'),
        }),
        { maxLength: 6 },
      ),
    },
    () =>
      withGuest(async (ask, covers) => {
        const { answer } = await ask({ ask: 'covered', protected: covers });
        assert.deepEqual(
          answer,
          covers.map(({ path, cover }) => [path, cover]),
        );
        return 'same';
      }),
  ),
  fuzzTargetWith(
    {
      name: 'line between template and init',
      inputs: 150,
      ways: ['same'],
      arbitrary: fc.array(fc.tuple(fc.constantFrom('a', 'c', 's', 'k', 'w', 'n', 'x'), int32, int32), {
        maxLength: 8,
      }),
    },
    () =>
      withGuest(async (ask, records) => {
        const { answer } = await ask({ ask: 'line', records });
        assert.deepEqual(answer, [...records, null]);
        return 'same';
      }),
  ),
];
