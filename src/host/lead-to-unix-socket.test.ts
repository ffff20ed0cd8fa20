import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { leadToUnixSocket } from './lead-to-unix-socket.js';
import type { UnixListener } from './listen-on-unix-socket.js';
import { currentIdentity } from './process-identity.js';

describe('leadToUnixSocket', { timeout: 20_000 }, () => {
  const stage = mkdtempSync(join(tmpdir(), 'pymcp-lead-'));
  const [place, target] = [join(stage, 'here'), join(stage, 'there')];
  const sockets = new Set<Socket>();
  let server: Server;
  let lead: UnixListener;

  beforeEach(async () => {
    server = createServer({ allowHalfOpen: true }).listen(target);
    server.on('connection', keep);
    await once(server, 'listening');
    lead = await leadToUnixSocket(place, target, { owner: currentIdentity(), backlog: 8, most: 2 });
  });
  afterEach(() => {
    lead.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  after(() => {
    rmSync(stage, { recursive: true, force: true });
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    return socket.on('error', () => undefined);
  }

  const dial = (): Socket => keep(connect({ path: place, allowHalfOpen: true }));

  /** Both of its ends. */
  async function joined(): Promise<readonly [Socket, Socket]> {
    const accepted = once(server, 'connection');
    const near = dial();
    const [far] = (await accepted) as [Socket];
    return [near, far];
  }

  it('carries what is said over, both ways, and each end by itself', async () => {
    const words = Buffer.alloc(1 << 20, 'x').toString();
    const [near, far] = await joined();
    let heard = 0;
    far.on('data', (piece: Buffer) => void (heard += piece.length));
    // It answers when all was said.
    far.once('end', () => far.end(`${heard} heard`));
    near.end(words);
    assert.equal(await text(near), `${words.length} heard`);
  });

  it('ends with either side', async () => {
    const [near, far] = await joined();
    far.destroy();
    assert.equal(await text(near), '');
    near.destroy();
    const [other, itsFar] = await joined();
    other.destroy();
    assert.equal(await text(itsFar), '');
  });

  it('sends away who comes where nobody listens there', async () => {
    server.close();
    assert.equal(await text(dial()), '');
  });

  it('has no more than there may be, and ends them all with itself', async () => {
    const ends = [await joined(), await joined()].flat();
    assert.equal(await text(dial()), '');
    lead.close();
    assert.ok(!existsSync(place));
    assert.deepEqual(await Promise.all(ends.map((socket) => text(socket))), ['', '', '', '']);
  });
});
