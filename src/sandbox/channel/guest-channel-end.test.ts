// The end of a channel, for whoever waits for it: also of one that had ended before anybody listened.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { FakeSocket } from './fake-socket.test-support.js';
import { GuestChannel } from './guest-channel.js';

const ready = { type: 'ready', landlockAbi: 7, pid: 2 };

function open(): { socket: FakeSocket; channel: GuestChannel } {
  const socket = new FakeSocket();
  return { socket, channel: new GuestChannel(socket) };
}

describe('the end of a channel', () => {
  it('is finished once the guest has gone and all it said was read, or when it is given up', async () => {
    const gone = open();
    gone.socket.say(ready);
    gone.socket.push(null);
    gone.socket.end();
    await gone.channel.finished;
    assert.deepEqual(await gone.channel.receive(), ready);
    const closed = open();
    closed.channel.close();
    await closed.channel.finished;
  });

  it('says closed of a socket that had closed before it was taken over', async () => {
    const socket = new FakeSocket();
    socket.destroy();
    await once(socket, 'close');
    const channel = new GuestChannel(socket);
    await channel.finished;
    assert.deepEqual(await channel.receive(), { type: 'closed' });
    assert.deepEqual(await channel.receive(), { type: 'closed' });
  });
});
