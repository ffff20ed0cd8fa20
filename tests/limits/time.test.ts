// Proves: limit.cpu, jail.once. Programs that never end come to one, within their time and with a clear result, whatever
// they do against it; and no more processor time is used than was given.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { sandboxProcessesOf, survivorsOf } from '../support/host-processes.js';
import { assertCompleted, assertLimit, describeResult, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const jail = await openJail();
/** Long enough that the program has begun, or a signal handler has been set. */
const wallMs = slow(700);

const endless: Readonly<Record<string, string>> = {
  'a loop': 'while True: pass',
  'a loop in C that never lets the interpreter go': 'sum(range(10 ** 15))',
  'a regular expression': `
import re
re.match("(a+)+$", "a" * 64 + "b")`,
  sleep: `
import time
time.sleep(10 ** 6)`,
  'a loop that catches whatever ends it': `
import time
while True:
    try: time.sleep(1)
    except BaseException: pass`,
  'a program that ignores and blocks every signal': `
import signal, time
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
signal.pthread_sigmask(signal.SIG_SETMASK, range(1, 65))
while True: time.sleep(1)`,
  'threads that never end': `
import threading
for _ in range(8): threading.Thread(target=lambda: sum(range(10 ** 15))).start()`,
  'an exit handler that never ends': `
import atexit
@atexit.register
def forever():
    while True: pass`,
  'a finaliser that never ends': `
class Forever:
    def __del__(self):
        while True: pass
Forever()`,
  'a repr that never ends': `
class Forever:
    def __repr__(self):
        while True: pass
Forever()`,
  'a message that never ends': `
class Forever(Exception):
    def __str__(self):
        while True: pass
raise Forever`,
  'a deadlock': `
import threading
lock = threading.Lock(); lock.acquire(); lock.acquire()`,
  'a program that stops itself': `
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)`,
  'a child that is waited for': `
import subprocess, sys
subprocess.run([sys.executable, "-c", "while True: pass"])`,
};

describe('a program that never ends is ended in time:', () => {
  for (const [what, code] of Object.entries(endless)) {
    it(what, async () => {
      const started = performance.now();
      const result = await jail.run(code, { wallMs });
      assertLimit(result, 'wall');
      assert.ok(result.usage.wallMs >= wallMs - 10);
      assert.ok(performance.now() - started < wallMs + slow(5000), 'and not long after it');
      assert.deepEqual(await survivorsOf(sandboxProcessesOf(process.pid)), []);
    });
  }

  it('control: the same time is enough for a program that ends', async () => {
    assertCompleted(await jail.run('sum(range(1000))', { wallMs }));
  });
});

describe('a program that says it has ended and goes on', () => {
  const forge = `
import json, os, time
body = json.dumps({"type": "result", "status": "completed", "value": "1", "valueCharacters": 1}).encode()
os.write(3, len(body).to_bytes(4, "big") + body)
`;

  it('is ended too, and did not complete', async () => {
    const { outcome } = await jail.run(`${forge}time.sleep(3600)`);
    assert.equal(outcome.status, 'lost');
  });

  it('that daemons outlive it is no reason to wait for them', async () => {
    const started = performance.now();
    const result = await jail.run(`
import os, time
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(3600)
        os._exit(0)
print("done")`);
    assertCompleted(result);
    assert.equal(result.stdout.text, 'done\n');
    assert.ok(performance.now() - started < slow(4000));
    assert.deepEqual(await survivorsOf(sandboxProcessesOf(process.pid)), []);
  });
});

describe('a forked child that comes to the end of the program', () => {
  it('ends like a child, and the program goes on', async () => {
    const result = await jail.run(`
import os, sys
if os.fork() == 0:
    raise SystemExit(3) if len(sys.argv) > 5 else ValueError("of the child")
status = os.waitstatus_to_exitcode(os.wait()[1])
print("parent saw", status)
raise SystemExit(7)`);
    assert.deepEqual(
      { ...result.outcome, out: result.stdout.text },
      { status: 'completed', exitCode: 7, value: null, out: 'parent saw 1\n' },
      describeResult(result),
    );
    assert.match(result.stderr.text, /ValueError: of the child/);
  });
});

describe(`processor time is ${jail.template.levels.cpu.level}`, () => {
  it('four busy processes get no more than the share they were given, or the result says that nothing holds them', async () => {
    const result = await jail.run(
      `
import os
for _ in range(3):
    if os.fork() == 0: break
while True: pass`,
      { wallMs: slow(1500), cpus: 0.3 },
    );
    assertLimit(result, 'wall');
    const { cpu } = result.limits;
    if (cpu.level === 'not available') {
      assert.ok(cpu.why.length > 10);
      return;
    }
    assert.equal(cpu.level, 'enforced');
    assert.ok(result.usage.cpuMs !== null);
    // What sealing cost is in it.
    assert.ok(result.usage.cpuMs < result.usage.wallMs * 0.3 * 1.4 + slow(150), describeResult(result));
  });

  it('of one process ends as the cpu limit where the clock on the wall allows more', async () => {
    const limits = await jail.ask<number[]>(
      'import resource; answer(resource.getrlimit(resource.RLIMIT_CPU))',
      {
        wallMs: 20_000,
        cpus: 1,
      },
    );
    assert.ok(
      limits.every((seconds) => seconds >= 20 && seconds <= 25),
      String(limits),
    );
  });
});

alsoAsOrdinaryUser(import.meta.url);
