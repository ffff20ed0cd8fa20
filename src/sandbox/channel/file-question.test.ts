import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { FakeSocket, turn } from './fake-socket.test-support.js';
import { GuestChannel } from './guest-channel.js';

const chunk = (text: string): object => ({ type: 'chunk', data: Buffer.from(text).toString('base64') });
const announce = (size: number): object => ({ type: 'content', size, length: size });

function ask(answerMs = 5_000): { socket: FakeSocket; channel: GuestChannel; answer: Promise<Buffer> } {
  const socket = new FakeSocket();
  const channel = new GuestChannel(socket);
  return { socket, channel, answer: channel.workOnFiles({ task: 'list', question: { path: '' }, answerMs }) };
}

const failedWith =
  (code: string) =>
  (error: unknown): boolean =>
    error instanceof PymcpError && error.code === code;

describe('a question to a file worker', () => {
  it('is answered by what was announced, in whatever pieces', async () => {
    const { socket, answer } = ask();
    socket.say(announce(6), chunk('{"a"'), chunk(':1'));
    assert.equal((await answer).toString(), '{"a":1');
  });

  it('ends the worker where the answer is any other', async () => {
    const wrong: readonly (readonly object[])[] = [
      [announce(0)],
      [announce(64 * 1024 * 1024)],
      [{ type: 'content', size: 6, length: 5 }],
      [chunk('a')],
      [announce(3), chunk('abcd')],
      [announce(3), chunk('')],
      [announce(3), announce(3)],
      [{ type: 'done' }],
      [{ type: 'failed', reason: 'x' }],
      [{ type: 'listing', files: [], omitted: 0 }],
    ];
    for (const said of wrong) {
      const { socket, channel, answer } = ask();
      socket.say(...said);
      await assert.rejects(answer, failedWith('files.failed'), JSON.stringify(said));
      await turn();
      assert.notEqual(channel.violation, null);
    }
  });

  it('that is not answered in time ends the worker, and says that it took too long', async () => {
    const { socket, answer } = ask(20);
    await assert.rejects(answer, failedWith('files.too-slow'));
    assert.ok(socket.destroyed);
  });

  it('fails where the worker goes', async () => {
    const { socket, answer } = ask();
    socket.destroy();
    await assert.rejects(answer, failedWith('files.failed'));
  });
});
