// Proves: limit.cpu, jail.once. A program that starts processes or threads without end is held at its number; the host
// goes on, and nothing of it is left.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limits } from '../../src/core/limits.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { sandboxProcessesOf, survivorsOf } from '../support/host-processes.js';
import { assertCompleted, describeResult, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const jail = await openJail();
const pids = 24;
const limits: Partial<Limits> = { pids, cpus: 4, memoryBytes: 900 * 1024 * 1024, wallMs: slow(3000) };

/** Each fails, is ended or is still at it when its time is over; none may exceed its number. */
const bombs: Readonly<Record<string, string>> = {
  'a fork bomb': `
import os
while True:
    try: os.fork()
    except OSError: pass`,
  'a fork bomb that does not look at errors': `
import os
while True: os.fork()`,
  'a bomb of daemons': `
import os
while True:
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork() != 0: os._exit(0)
    except OSError: pass`,
  'threads without end': `
import threading, time
while True:
    try: threading.Thread(target=time.sleep, args=(3600,)).start()
    except RuntimeError: pass`,
  'programs without end': `
import subprocess, sys
held = []
while True:
    try: held.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]))
    except OSError: pass`,
  'processes without end by vfork': `
import os
while True:
    try: os.posix_spawn("/usr/bin/python3", ["python3", "-c", "while True: pass"], {})
    except OSError: pass`,
};

describe(`processes are ${jail.template.levels.pids.level}`, () => {
  for (const [what, code] of Object.entries(bombs)) {
    it(`and held at their number: ${what}`, async () => {
      let most = 0;
      const timer = setInterval(() => {
        most = Math.max(most, sandboxProcessesOf(process.pid).length);
      }, 50);
      const result = await jail.run(code, limits);
      clearInterval(timer);
      const { outcome } = result;
      assert.ok(
        (outcome.status === 'limit' && ['wall', 'pids'].includes(outcome.limit)) ||
          outcome.status === 'raised',
        describeResult(result),
      );
      // And the reaper; a watchdog may come a moment too late.
      const margin = result.limits.pids.level === 'enforced' ? 1 : pids;
      assert.ok(most <= pids + margin, `${most} processes`);
      assert.deepEqual(await survivorsOf(sandboxProcessesOf(process.pid)), []);
    });
  }

  it('control: as many as were allowed start', async () => {
    const result = await jail.run(
      `
import threading
done = threading.Event()
threads = [threading.Thread(target=done.wait) for _ in range(${pids - 1})]
try:
    for thread in threads: thread.start()
finally: done.set()`,
      limits,
    );
    assertCompleted(result);
  });

  it('one more is refused to the program as a full machine would refuse it', async () => {
    const answer = await jail.ask<string>(
      `
import errno, os, signal
children = 0
try:
    while children < 200:
        if os.fork() == 0: signal.pause()
        children += 1
except OSError as error: answer([errno.errorcode[error.errno], children])`,
      limits,
    );
    assert.deepEqual(answer, ['EAGAIN', pids - 1]);
  });

  it('a bomb in one run takes nothing from another that runs beside it', async () => {
    const bomb = jail.run(bombs['a fork bomb'] ?? '', limits);
    const beside = await jail.run(
      `
import threading, time
threads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(${pids - 4})]
for thread in threads: thread.start()
for thread in threads: thread.join()`,
      limits,
    );
    await bomb;
    assertCompleted(beside);
  });
});

alsoAsOrdinaryUser(import.meta.url);
