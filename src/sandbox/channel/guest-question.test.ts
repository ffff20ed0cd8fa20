// Proves: path.contained, for what a session says of its files; an answer is the one that was asked for, or the end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { defaultLimits } from '../../core/limits.js';
import { FakeSocket, turn } from './fake-socket.test-support.js';
import { GuestChannel } from './guest-channel.js';

type Ask = (channel: GuestChannel) => Promise<unknown>;

const list: Ask = (channel) => channel.listFiles();
const read: Ask = (channel) => channel.readFile('d/a', 2, 10);
const remove: Ask = (channel) => channel.deleteFile('d/a');
const fork: Ask = (channel) => channel.fork('copy');
const every = [list, read, remove, fork] as const;

const listing = (...paths: readonly string[]): object => ({
  type: 'listing',
  files: paths.map((path) => ({ path, size: 1 })),
  omitted: 0,
});
const content = (size: number, length: number): object => ({ type: 'content', size, length });
const chunk = (bytes: number): object => ({ type: 'chunk', data: Buffer.alloc(bytes, 7).toString('base64') });
const done = { type: 'done' };
const failed = (reason: string): object => ({ type: 'failed', reason });

/** The answer, or the error that it became. */
async function settle(
  ask: Ask,
  ...said: readonly object[]
): Promise<{ answer: unknown; socket: FakeSocket }> {
  const socket = new FakeSocket();
  const answer = ask(new GuestChannel(socket)).catch((error: unknown) => error);
  socket.say(...said);
  return { answer: await answer, socket };
}

function assertError(answer: unknown, code: string, message: RegExp): void {
  assert.ok(answer instanceof PymcpError, String(answer));
  assert.equal(answer.code, code);
  assert.match(answer.message, message);
  assert.notEqual(answer.hint, '');
}

describe('questions to a session', () => {
  it('are sent as they are asked and answered by what fits', async () => {
    const listed = await settle(list, {
      type: 'listing',
      files: [{ path: 'd/é', size: 2 ** 40 }],
      omitted: 3,
    });
    assert.deepEqual(listed.answer, { files: [{ path: 'd/é', size: 2 ** 40 }], omitted: 3 });
    assert.deepEqual(listed.socket.messages, [{ type: 'list' }]);
    const part = await settle(read, content(100, 5), chunk(2), chunk(3));
    assert.deepEqual(part.answer, { size: 100, offset: 2, bytes: Buffer.alloc(5, 7) });
    assert.deepEqual(part.socket.messages, [{ type: 'read', path: 'd/a', offset: 2, length: 10 }]);
    const removed = await settle(remove, done);
    assert.equal(removed.answer, undefined);
    assert.deepEqual(removed.socket.messages, [{ type: 'delete', path: 'd/a' }]);
    const forked = await settle(fork, done);
    assert.equal(forked.answer, undefined);
    assert.deepEqual(forked.socket.messages, [{ type: 'fork', name: 'copy' }]);
  });

  it('may be asked again and again, and a cell run in between', async () => {
    const socket = new FakeSocket();
    const channel = new GuestChannel(socket);
    for (let count = 0; count < 3; count += 1) {
      const answer = channel.listFiles();
      socket.say(listing('a'));
      assert.equal((await answer).files.length, 1);
      const refused = channel.deleteFile('a');
      socket.say(failed('EACCES'));
      await assert.rejects(refused, PymcpError);
      channel.runCell({ code: '1' });
      socket.say({ type: 'result', status: 'completed', value: '1', valueCharacters: 1 });
      assert.equal((await channel.receive()).type, 'completed');
    }
    assert.ok(!socket.destroyed);
  });

  it('read at most a mebibyte, and what lies beyond the end is nothing', async () => {
    const large = await settle((channel) => channel.readFile('a', 0, 2 ** 30), content(2 ** 30, 0));
    assert.deepEqual(large.socket.messages, [{ type: 'read', path: 'a', offset: 0, length: 1024 * 1024 }]);
    const beyond = await settle((channel) => channel.readFile('a', 100, 10), content(5, 0));
    assert.deepEqual(beyond.answer, { size: 5, offset: 100, bytes: Buffer.alloc(0) });
  });

  it('pass on in one harmless line why they failed', async () => {
    for (const ask of every) {
      const { answer, socket } = await settle(
        ask,
        failed(`no such file\u001b[2J\n\u202e${'xxx '.repeat(10_000)}`),
      );
      const code = ask === fork ? 'session.fork-failed' : 'session.file-failed';
      assertError(answer, code, /no such file\\x1b\[2J\\x0a\\u\{202e\}(?:xxx )+xxx…$/);
      assert.ok(answer instanceof PymcpError && answer.message.length < 500);
      assert.ok(!socket.destroyed);
    }
  });

  it('never leave for a path that leads elsewhere (path.contained)', async () => {
    for (const path of [
      '',
      '/etc/passwd',
      '../a',
      'a/../../b',
      'a\0',
      'a\nb',
      '.',
      'a//b',
      'x'.repeat(300),
    ]) {
      const asks: readonly Ask[] = [(one) => one.readFile(path, 0, 1), (one) => one.deleteFile(path)];
      for (const ask of asks) {
        const { answer, socket } = await settle(ask);
        assertError(answer, 'session.file-failed', /^the path /);
        assert.deepEqual(socket.messages, []);
      }
    }
  });

  it('end the channel where the answer is another one or not within its bounds', async () => {
    const attacks: readonly (readonly [Ask, ...(readonly object[])])[] = [
      [list, done],
      [list, content(1, 1)],
      [list, chunk(1)],
      [list, listing('../a')],
      [list, listing('/etc/passwd')],
      [list, listing('a\nb')],
      [list, listing('a', 'b', 'a')],
      [read, done],
      [read, listing()],
      [read, chunk(1)],
      [read, content(100, 11)],
      [read, content(5, 4)],
      [read, content(0, 1)],
      [read, content(2 ** 53, 1)],
      [read, content(100, 10), content(100, 10)],
      [read, content(100, 10), chunk(0)],
      [read, content(100, 10), chunk(11)],
      [read, content(100, 10), chunk(5), chunk(6)],
      [read, content(100, 10), chunk(5), done],
      [read, content(100, 10), chunk(5), failed('EIO')],
      [read, content(100, 10), { type: 'file', path: 'a', size: 1, content: 'follows' }],
      [remove, content(1, 1)],
      [remove, listing()],
      [fork, listing()],
      [fork, { type: 'ready', landlockAbi: 7, pid: 2 }],
    ];
    for (const [ask, ...said] of attacks) {
      const { answer, socket } = await settle(ask, ...said);
      assertError(answer, ask === fork ? 'session.fork-failed' : 'session.file-failed', /broke the rules/);
      assert.ok(socket.destroyed, JSON.stringify(said));
    }
  });

  it('end the channel where the same is answered twice', async () => {
    for (const [ask, said] of [
      [list, listing()],
      [remove, done],
      [read, failed('x')],
    ] as const) {
      const { socket } = await settle(ask, said, said);
      await turn();
      assert.ok(socket.destroyed);
    }
  });

  it('wait no longer than they may', async () => {
    for (const said of [[], [content(100, 10), chunk(5)]]) {
      const socket = new FakeSocket();
      const channel = new GuestChannel(socket, 20);
      const answer = channel.readFile('a', 0, 10).catch((error: unknown) => error);
      socket.say(...said);
      assertError(await answer, 'session.file-failed', /not answered in time/);
      assert.equal((await channel.receive()).type, 'violation');
    }
  });

  it('are given up where the session goes away, or has gone', async () => {
    const socket = new FakeSocket();
    const channel = new GuestChannel(socket);
    const answer = channel.listFiles().catch((error: unknown) => error);
    socket.push(null);
    assertError(await answer, 'session.file-failed', /has gone/);
    for (const ask of every) {
      const late = await ask(channel).catch((error: unknown) => error);
      assertError(late, ask === fork ? 'session.fork-failed' : 'session.file-failed', /has gone/);
    }
  });

  it('are not mixed with others or with a cell: that would be our own mistake', async () => {
    const channel = new GuestChannel(new FakeSocket());
    channel.listFiles().catch(() => undefined);
    await assert.rejects(channel.listFiles(), /busy/);
    assert.throws(() => {
      channel.runCell({ code: '1' });
    }, /busy/);
    const running = new GuestChannel(new FakeSocket());
    running.run({ code: '1', fileName: 'main.py', limits: defaultLimits });
    for (const ask of every) await assert.rejects(ask(running), /busy/);
    channel.close();
    running.close();
  });
});
