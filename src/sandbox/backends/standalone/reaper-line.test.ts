import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeSocket, turn } from '../../channel/fake-socket.test-support.js';
import { ReaperLine } from './reaper-line.js';

/** struct.Struct("=cii") of guest/pymcp_guest/init_line.py. */
function record(kind: string, number: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.write(kind, 0, 'latin1');
  bytes.writeInt32LE(number, 5);
  return bytes;
}

describe('ReaperLine', () => {
  it('tells the wait status of the agent, also where it comes in pieces', async () => {
    const socket = new FakeSocket();
    const line = new ReaperLine(socket);
    const bytes = record('a', 9);
    socket.say(bytes.subarray(0, 3));
    await turn();
    socket.say(bytes.subarray(3));
    assert.equal(await line.status, 9);
  });

  it('knows no status where the line ends without one', async () => {
    const socket = new FakeSocket();
    const line = new ReaperLine(socket);
    socket.destroy();
    assert.equal(await line.status, null);
    await line.interrupt();
  });

  it('waits for an interrupt to be carried out, or for the end of whoever would do it', async () => {
    const socket = new FakeSocket();
    const line = new ReaperLine(socket);
    let done = 0;
    const count = (): void => void (done += 1);
    const both = [line.interrupt().then(count), line.interrupt().then(count)];
    await turn();
    assert.equal(done, 0);
    socket.say(record('s', 0));
    await both[0];
    assert.equal(done, 1);
    line.close();
    await both[1];
    assert.equal(done, 2);
  });

  it('gives up a line that says what nobody asked for, without end', async () => {
    const socket = new FakeSocket();
    const line = new ReaperLine(socket);
    socket.say(Buffer.alloc((1 << 16) + 9));
    assert.equal(await line.status, null);
    assert.ok(socket.destroyed);
  });
});
