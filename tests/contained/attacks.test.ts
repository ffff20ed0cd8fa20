// Proves: jail.kernel, net.none, secret.unseen. Where a sandbox has no namespaces, what only they would stop is stopped by something else,
// also where it is the gateway's own user; and each attempt works from beside the jail, so that none is refused for another reason.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { openLoneTemplate } from '../../src/sandbox/open-lone-template.js';
import { loadBackend } from '../../src/sandbox/registry.js';
import type { Template } from '../../src/sandbox/backend-contract.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { templatesOf } from '../support/host-processes.js';
import { type Jail, toJail } from '../support/jail.js';

const attacks = readFileSync(join(packageRoot(), 'tests/contained/attacks.py'), 'utf8');
/** What is no error of the kernel's but that of a library or of the attempt itself. */
const expected = /^(EPERM|EACCES|EXDEV|EAFNOSUPPORT|ESOCKTNOSUPPORT|ENOSYS|EROFS)$/;

interface Answer {
  readonly worked: readonly string[];
  readonly refused: Readonly<Record<string, string>>;
}

describe('a sandbox without namespaces', () => {
  let template: Template;
  let jail: Jail;
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-contained-'));
  const canary = join(folder, 'key');
  const servers: Server[] = [];
  let port = 0;
  let met = 0;
  before(async () => {
    // Open to all, so that the user id is not what refuses.
    chmodSync(folder, 0o777);
    writeFileSync(canary, 'planted');
    chmodSync(canary, 0o666);
    const meet = (): void => {
      met += 1;
    };
    for (const place of [join(folder, 'sock'), `\0pymcp-contained-${process.pid}`, 0]) {
      const server = createServer(meet);
      servers.push(server);
      await new Promise<void>((resolve) => {
        if (place === 0) server.listen(0, '127.0.0.1', resolve);
        else server.listen(String(place), resolve);
      });
    }
    chmodSync(join(folder, 'sock'), 0o777);
    port = (servers.at(-1)?.address() as { port: number }).port;
    template = await openLoneTemplate(await loadBackend('contained'), {
      interpreter: '/usr/bin/python3',
      preload: [],
      strict: false,
    });
    jail = toJail(template);
  });
  after(async () => {
    for (const server of servers) server.close();
    await template.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reaches nothing of the gateway, of its template, its keeper or another run', async () => {
    let interrupts = 0;
    const count = (): void => {
      interrupts += 1;
    };
    process.on('SIGUSR1', count);
    process.on('SIGURG', count);
    const other = await jail.whilePaused<number, Answer>('import os; pause(os.getpid())', (pid) =>
      jail.ask<Answer>(withFacts({ 'other run': pid })),
    );
    process.off('SIGUSR1', count);
    process.off('SIGURG', count);
    assert.deepEqual(other.worked, []);
    const odd = Object.entries(other.refused).filter(([, code]) => !expected.test(code));
    assert.deepEqual(odd, []);
    assert.ok(Object.keys(other.refused).length > 130);
    assert.equal(interrupts, 0);
    assert.equal(met, 0);
    assert.equal(readFileSync(canary, 'utf8'), 'planted');
    assert.equal(statSync(canary).mode & 0o777, 0o666);
  });

  it('has what it needs: files, threads, processes, pairs of sockets, its own limits and signals', async () => {
    const code = `
import asyncio, os, resource, signal, socket, sqlite3, subprocess, sys, tempfile, threading
done = []
open("a", "w").write("a"); os.rename("a", "b"); os.mkdir("c"); done.append(sorted(os.listdir("."))[0:2])
tempfile.TemporaryFile().write(b"x")
sqlite3.connect("d").execute("create table t (x)")
thread = threading.Thread(target=lambda: done.append("thread")); thread.start(); thread.join()
done.append(subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, text=True).stdout)
done.append(asyncio.run(asyncio.sleep(0, "asyncio")))
one, other = socket.socketpair(); one.send(b"pair"); done.append(other.recv(9).decode())
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]); child.kill(); done.append(child.wait())
os.sched_setaffinity(0, os.sched_getaffinity(0)); os.nice(1)
answer(done)`;
    assert.deepEqual(await jail.ask(code), [['b', 'c'], 'thread', '1\n', 'asyncio', 'pair', -9]);
  });

  /** The processes of the gateway, and a canary that anyone might touch. */
  function withFacts(processes: Readonly<Record<string, number>>): string {
    const [templatePid = 0] = templatesOf(process.pid);
    const facts = {
      ...{ gateway: process.pid, canary, folder, port },
      processes: { gateway: process.pid, template: templatePid, ...processes },
      socket: join(folder, 'sock'),
      datagrams: join(folder, 'sock'),
      abstract: `pymcp-contained-${process.pid}`,
      program: join(packageRoot(), 'guest/start_contained.py'),
    };
    const keeper = 'facts["processes"]["keeper"] = __import__("os").getppid()';
    return `import json\nfacts = json.loads(${JSON.stringify(JSON.stringify(facts))})\n${keeper}\n${attacks}`;
  }
});

alsoAsOrdinaryUser(import.meta.url, ['tests/contained']);
