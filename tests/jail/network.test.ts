// Proves: net.none. A program reaches itself, and nothing else: no address outside, no service of the host.
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { waitFor } from '../support/host-processes.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';

const jail = await openJail();

let accepted = 0;
const servers: Server[] = [];
const folder = mkdtempSync(join(tmpdir(), 'pymcp-net-'));
chmodSync(folder, 0o755);
const abstractName = `pymcp-test-${process.pid}`;
const socketPath = join(folder, 'sock');
let port = 0;
const datagrams = createSocket('udp4');

before(async () => {
  port = await listen({ host: '127.0.0.1', port: 0 });
  await listen({ path: `\0${abstractName}` });
  await listen({ path: socketPath });
  chmodSync(socketPath, 0o777);
  datagrams.on('message', () => (accepted += 1));
  datagrams.bind(0, '127.0.0.1');
  await once(datagrams, 'listening');
});
after(() => {
  for (const server of servers) server.close();
  datagrams.close();
  rmSync(folder, { recursive: true });
});

async function listen(where: object): Promise<number> {
  const server = createServer((socket) => {
    accepted += 1;
    socket.on('error', () => undefined).end('hello');
  });
  servers.push(server);
  server.listen(where);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const connect = `
import errno, os, socket
def attempt(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as s:
        s.settimeout(5)
        try:
            s.connect(address)
            s.sendall(b"x")
        except OSError as error: return errno.errorcode.get(error.errno, str(error))
    return "done"
def abstract(name):
    # Node 20 fills the name up with NUL bytes.
    answers = [attempt(socket.AF_UNIX, name.ljust(length, "\\0")) for length in (0, 108)]
    return "done" if "done" in answers else answers[0]
`;

const hostServices = (): string => `${connect}
answer([attempt(socket.AF_INET, ("127.0.0.1", ${port})), abstract("\\0${abstractName}"), attempt(socket.AF_UNIX, ${JSON.stringify(socketPath)})])`;

describe('a program without a network', () => {
  it('has no route to any address', async () => {
    const answers = await jail.ask<string[]>(`${connect}
targets = ["1.1.1.1", "10.0.0.1", "172.17.0.1", "192.168.0.1", "169.254.169.254", "100.100.100.200", "224.0.0.1", "255.255.255.255", "240.0.0.1"]
answer([attempt(socket.AF_INET, (t, 80)) for t in targets] + [attempt(socket.AF_INET, (t, 53), socket.SOCK_DGRAM) for t in targets]
  + [attempt(socket.AF_INET6, (t, 80, 0, 0)) for t in ("2606:4700:4700::1111", "fe80::1", "fd00::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1")])`);
    for (const answer of answers)
      assert.match(answer, /^(?:ENETUNREACH|EADDRNOTAVAIL|EACCES|EINVAL|EAFNOSUPPORT)$/);
    assert.equal(answers[0], 'ENETUNREACH');
  });

  it('resolves no name', async () => {
    const answers = await jail.ask<string[]>(`
import socket
def resolve(name):
    try: return [a[4][0] for a in socket.getaddrinfo(name, 80)]
    except socket.gaierror as error: return "none"
answer([resolve(name) for name in ("example.com", "metadata.google.internal", "host.docker.internal", "wpad")] + sorted(set(resolve("localhost"))))`);
    assert.deepEqual(answers.slice(0, 4), ['none', 'none', 'none', 'none']);
    for (const address of answers.slice(4)) assert.match(address, /^(?:127\.0\.0\.1|::1)$/);
  });

  it('reaches no service of the host: on its loopback, by an abstract name, by a path', async () => {
    const before = accepted;
    const answers = await jail.ask<string[]>(hostServices());
    assert.deepEqual(answers[0], 'ECONNREFUSED');
    assert.match(answers[1] ?? '', /^(?:ECONNREFUSED|EPERM)$/);
    assert.deepEqual(answers[2], 'ENOENT');
    await jail.run(`
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", ${datagrams.address().port}))`);
    assert.equal(accepted, before);
  });

  it('control: outside, a bystander reaches two of them', async () => {
    const before = accepted;
    const answers = await askOutside<string[]>(hostServices());
    assert.deepEqual(answers.slice(0, 2), ['done', 'done']);
    await waitFor('both connections', () => accepted >= before + 2);
  });

  it('has one interface, which is up and only its own', async () => {
    const answers = await jail.ask<unknown>(`
import socket, threading
def echo(family, address):
    with socket.socket(family) as server:
        server.bind(address); server.listen()
        def serve():
            with server.accept()[0] as peer: peer.sendall(peer.recv(9))
        thread = threading.Thread(target=serve); thread.start()
        with socket.create_connection(server.getsockname()[:2]) as client:
            client.sendall(b"echo"); said = client.recv(9).decode()
        thread.join()
    return said
def name(index):
    try: return socket.if_indextoname(index)
    except OSError: return None
answer([[name(index) for index in range(1, 64) if name(index)], echo(socket.AF_INET, ("127.0.0.1", 0))])`);
    assert.deepEqual(answers, [['lo'], 'echo']);
  });

  it('has a loopback of its own in each run: the same port is free in two at once', async () => {
    const bind = `
import socket
s = socket.create_server(("127.0.0.1", 4567))
pause("bound")`;
    const both = await jail.whilePaused(bind, () => jail.whilePaused(bind, (answer: string) => answer));
    assert.equal(both, 'bound');
  });

  it('does not see by which path its channel leads to the gateway', async () => {
    const peers = await jail.ask<string[]>(`
import os, socket
peers = []
for fd in (1, 2, 3):
    with socket.socket(fileno=os.dup(fd)) as s:
        for name in (s.getpeername, s.getsockname): peers.append(repr(name()))
answer(peers)`);
    for (const peer of peers) assert.doesNotMatch(peer, /isolated-pymcp|\/run\/(?!gw\/)|\/tmp|gw-/, peer);
  });
});

alsoAsOrdinaryUser(import.meta.url);
