// Proves: install.verified. Archives come over verified TLS from the hosts of the manifest and from nowhere else, up to the size that
// is recorded; what was cut off is gone on with, and what was gone on with wrongly is thrown away.
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { refusedWith } from '../support/gateway.js';
import { type ArchiveServer, stopAfter, openArchiveServer, redirectTo } from './archive-server.js';
import { goodArchive, install, openStage, pin, silent, type Stage } from './stage.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (status: number, headers: Readonly<Record<string, string>>, body: Buffer | string = ''): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
const half = Math.floor(goodArchive.length / 2);

describe('a download', () => {
  let server: ArchiveServer;
  let other: ArchiveServer;
  let stage: Stage;
  before(async () => {
    [server, other] = await Promise.all([openArchiveServer(), openArchiveServer()]);
    other.serve(goodArchive);
  });
  after(() => {
    server.close();
    other.close();
  });
  beforeEach(() => {
    stage = openStage();
    server.serve(goodArchive);
    server.ranges.length = 0;
    server.instead.length = 0;
    other.ranges.length = 0;
  });
  afterEach(() => {
    stage.remove();
  });
  const pinned = (hosts = [server.host], url = server.url) => pin(goodArchive, { url, hosts });
  const bring = (one = pinned(), ca = server.ca) => install(stage, one, { ca });
  /** The connection breaks when what was sent is there. */
  const cutOff = async (...sent: Parameters<typeof stopAfter>): Promise<void> => {
    server.instead.push(stopAfter(...sent));
    const onBytes = (done: number): void => {
      if (done === sent[1]) server.cut();
    };
    const broken = install(stage, pinned(), { ca: server.ca, observer: { ...silent, onBytes } });
    await assert.rejects(broken, refusedWith('install.cut-off'));
  };
  const partial = (): string => `${pinned().pin.sha256}.partial`;

  it('follows a redirection to a host of the manifest', async () => {
    server.instead.push(redirectTo('/elsewhere.tgz'), redirectTo(server.url));
    assert.equal((await bring()).status, 'installed');
    assert.equal(server.ranges.length, 3);
  });

  it('follows no redirection to elsewhere, and asks there nothing', async () => {
    const places = [
      ...[other.url, server.url.replace('https:', 'http:'), 'https://user:word@localhost/x'],
      ...[server.url.replace('localhost', '127.0.0.1'), `https://${server.host}.example.org/x`],
      ...['file:///etc/passwd', 'data:,x', '//[', `https://${server.host}@example.org/`],
    ];
    for (const place of places) {
      server.instead.push(redirectTo(place));
      await assert.rejects(bring(), refusedWith('install.answer-refused'), place);
    }
    assert.equal(other.ranges.length, 0);
    assert.deepEqual(
      readdirSync(stage.folder.path).filter((name) => name.startsWith('sha256-')),
      [],
    );
  });

  it('does not go round in a ring', async () => {
    server.instead.push(...Array.from({ length: 20 }, () => redirectTo('/again')));
    await assert.rejects(bring(), refusedWith('install.answer-refused'));
    assert.ok(server.ranges.length < 10, `${server.ranges.length} requests`);
  });

  it('asks no host that the manifest does not name, and no http', async () => {
    await assert.rejects(bring(pinned([server.host], other.url)), refusedWith('install.answer-refused'));
    const plain = server.url.replace('https:', 'http:');
    await assert.rejects(bring(pinned([server.host], plain)), refusedWith('install.answer-refused'));
    assert.equal(server.ranges.length + other.ranges.length, 0);
  });

  it('trusts no certificate but a verified one, whatever the environment says', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await assert.rejects(bring(pinned(), other.ca), refusedWith('install.unreachable'));
      await assert.rejects(install(stage, pinned()), refusedWith('install.unreachable'));
      const byAddress = server.url.replace('localhost', '127.0.0.1');
      const host = server.host.replace('localhost', '127.0.0.1');
      await assert.rejects(bring(pinned([host], byAddress)), refusedWith('install.unreachable'));
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
    assert.equal(server.ranges.length, 0);
  });

  it('takes no answer but the one that was asked for', async () => {
    const answers: readonly Answer[] = [
      ...[
        answer(404, {}),
        answer(500, {}),
        answer(204, {}),
        answer(206, { 'content-range': 'bytes 0-1/2' }, 'ab'),
      ],
      answer(200, { 'content-encoding': 'gzip' }, goodArchive),
      answer(200, { 'content-length': String(goodArchive.length + 1) }, Buffer.alloc(goodArchive.length + 1)),
      answer(200, { 'content-length': '3' }, 'abc'),
      answer(302, {}),
      // No length is said, and more comes than is recorded.
      (_request, response) => {
        response.writeHead(200).write(goodArchive);
        response.end('more');
      },
    ];
    for (const one of answers) {
      server.instead.push(one);
      await assert.rejects(bring(), refusedWith('install.answer-refused'));
    }
    assert.equal(server.ranges.length, answers.length);
    const kept = stage.names().filter((name) => name.endsWith('.partial'));
    for (const name of kept)
      assert.ok(statSync(join(stage.folder.path, name)).size <= goodArchive.length, name);
  });

  it('goes on where it was cut off', async () => {
    await cutOff(goodArchive, half);
    assert.equal(statSync(join(stage.folder.path, partial())).size, half);
    assert.equal(statSync(join(stage.folder.path, partial())).mode & 0o7777, 0o600);
    const seen: number[] = [];
    const observer = { ...silent, onBytes: (done: number) => seen.push(done) };
    assert.equal((await install(stage, pinned(), { ca: server.ca, observer })).status, 'installed');
    assert.deepEqual(server.ranges, [null, `bytes=${half}-`]);
    assert.ok(seen.every((done) => done > half) && seen.at(-1) === goodArchive.length, seen.join());
    assert.deepEqual(stage.names(), [`sha256-${pinned().pin.sha256}`]);
  });

  it('begins again where what the host has is another meanwhile', async () => {
    await cutOff(Buffer.alloc(goodArchive.length), half, '"older"');
    assert.equal((await bring()).status, 'installed');
    assert.deepEqual(server.ranges, [null, `bytes=${half}-`]);
  });

  it('begins again where there is nothing to ask the rest by, or the host cannot give it', async () => {
    await cutOff(goodArchive, half, 'W/"weak"');
    await cutOff(goodArchive, half);
    server.instead.push(answer(416, {}));
    assert.equal((await bring()).status, 'installed');
    assert.deepEqual(server.ranges, [null, null, `bytes=${half}-`, null]);
  });

  it('throws away what was gone on with wrongly', async () => {
    await cutOff(Buffer.alloc(goodArchive.length), half);
    await assert.rejects(bring(), refusedWith('install.wrong-bytes'));
    assert.deepEqual(server.ranges, [null, `bytes=${half}-`]);
    assert.deepEqual(stage.names(), []);
    assert.equal((await bring()).status, 'installed');
  });

  it('takes no rest that is another part than was asked for', async () => {
    const ranges = [
      `bytes 0-${half}/${goodArchive.length}`,
      `bytes ${half}-${half}/${goodArchive.length}`,
      'bytes */9',
    ];
    for (const range of ranges) {
      await cutOff(goodArchive, half);
      server.instead.push(answer(206, { 'content-range': range }, 'x'));
      await assert.rejects(bring(), refusedWith('install.answer-refused'));
    }
    assert.equal((await bring()).status, 'installed');
  });

  it('writes into no file that somebody else has put there', async () => {
    await stage.folder.make();
    const victim = join(stage.folder.path, '../victim');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, join(stage.folder.path, partial()));
    await assert.rejects(bring(), refusedWith('install.failed'));
    assert.equal(statSync(victim).size, 'untouched'.length);
  });

  it('ends in order where it is cancelled', async () => {
    const stop = new AbortController();
    server.instead.push(stopAfter(goodArchive, half));
    const observer = {
      ...silent,
      onBytes: () => {
        stop.abort();
      },
    };
    const cancelled = install(stage, pinned(), { ca: server.ca, observer, signal: stop.signal });
    await assert.rejects(cancelled, refusedWith('install.cancelled'));
    assert.equal((await bring()).status, 'installed');
    assert.deepEqual(server.ranges, [null, `bytes=${half}-`]);
  });

  it('goes into no folder that others can write to', async () => {
    mkdirSync(stage.folder.path, { mode: 0o700 });
    for (const mode of [0o777, 0o750, 0o701]) {
      chmodSync(stage.folder.path, mode);
      await assert.rejects(bring(), refusedWith('install.unsafe'));
    }
    assert.equal(server.ranges.length, 0);
  });
});
