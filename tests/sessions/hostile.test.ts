// Proves: jail.once, limit.cpu for sessions and copies whose guest code does all that it can against the harness
// in its own process: it forges what the harness says, keeps what it is handed, and leans on pid 1.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from '../../src/core/caller.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { defaultLimits, type Limits } from '../../src/core/limits.js';
import { parseEnvironmentName, type SessionId } from '../../src/core/names.js';
import { Executor } from '../../src/execution/executor.js';
import { childrenOf } from '../../src/host/process-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { templatesOf } from '../support/host-processes.js';
import { assertCompleted, assertLimit, describeResult } from '../support/jail.js';
import { slow } from '../support/time.js';

const environment = parseEnvironmentName('python');
const caller = 'one' as Caller;
const executor = new Executor({ strict: false });
after(() => executor.close());
await executor.warmUp(environment);

function limits(more: Partial<Limits> = {}): Limits {
  return { ...defaultLimits, wallMs: slow(20_000), ...more };
}

async function create(): Promise<SessionId> {
  return (await executor.sessions.create(caller, { environment, limits: limits() })).session.id;
}

async function run(id: SessionId, code: string, more: Partial<Limits> = {}): Promise<ExecutionResult> {
  const request = { code, fileName: 'main.py', files: [], limits: limits(more) };
  return executor.sessions.run(caller, id, request);
}

async function createWith(code: string): Promise<SessionId> {
  const id = await create();
  const result = await run(id, code);
  assertCompleted(result);
  return id;
}

async function forkOf(id: SessionId): Promise<SessionId> {
  return (await executor.sessions.fork(caller, id)).session.id;
}

/** What a birth in the pool may add at any moment. */
const birthNoise = 8;

async function within(work: Promise<unknown>, ms: number, what: string): Promise<void> {
  const done = new AbortController();
  const late = delay(slow(ms), 'late', { signal: done.signal }).catch(() => 'done');
  const first = await Promise.race([work.then(() => 'done'), late]);
  done.abort();
  assert.equal(first, 'done', `${what} took more than ${ms} ms`);
}

/** A copy says that its pid is another one. */
const claim = (pid: string): string => `
import sys
_frames = sys.modules["pymcp_guest.frames"]
_send = _frames.send_frame
def _forge(connection, message):
    _send(connection, {**message, "pid": ${pid}} if message.get("type") == "ready" else message)
_frames.send_frame = _forge
`;

/** A daemon that is a child of pid 1. */
const startDaemon = `
import os, time
_told, _tell = os.pipe()
if os.fork() == 0:
    os.setsid()
    daemon = os.fork()
    if daemon == 0: time.sleep(600)
    os.write(_tell, str(daemon).encode())
    os._exit(0)
os.wait()
daemon = int(os.read(_told, 20))
`;

describe('a copy that names another process as its own', () => {
  it('ends nobody but itself with a number that no process has', async () => {
    const bystander = await createWith('kept = 42');
    for (const pid of ['2**40', '2**31', '2**22', '-1', '1', '0']) {
      const id = await createWith(claim(pid));
      await executor.sessions.fork(caller, id).catch(() => undefined);
      await executor.sessions.close(caller, id);
    }
    const result = await run(bystander, 'kept');
    assert.equal('value' in result.outcome ? result.outcome.value : null, '42', describeResult(result));
    await executor.sessions.close(caller, bystander);
  });

  it('cannot be one of two with the same: each is known to have ended, and close returns', async () => {
    const id = await createWith(startDaemon + claim('daemon'));
    const first = await forkOf(id);
    await assert.rejects(executor.sessions.fork(caller, id), { code: 'session.fork-failed' });
    await within(executor.sessions.close(caller, first), 8_000, 'closing the copy');
    await within(executor.sessions.close(caller, id), 8_000, 'closing the original');
  });
});

describe('copies', () => {
  it('leave no descriptor with the gateway or the template, whoever keeps the other ends', async () => {
    const keeper = await createWith(`
import os, socket, sys
_copies = sys.modules["pymcp_guest.copies"]
_receive = _copies.receive
kept = []
def _keep(gift):
    gifts = _receive(gift)
    for name in ("control", "stdout", "stderr", "gift"):
        one = getattr(gifts, name)
        kept.append(os.dup(one if isinstance(one, int) else one.fileno()))
    return gifts
_copies.receive = _keep`);
    await executor.sessions.close(caller, await forkOf(keeper));
    const before = countDescriptors();
    for (let count = 0; count < 12; count += 1) await executor.sessions.close(caller, await forkOf(keeper));
    assert.equal(await valueOf(keeper, 'len(kept)'), '52');
    assert.ok(countDescriptors() <= before + birthNoise, 'descriptors stay');
    await executor.sessions.close(caller, keeper);
  });

  it('leave none either where each of them fails', async () => {
    const refuser = await createWith(`
import sys
def _refuse(gift): raise OSError("no")
sys.modules["pymcp_guest.copies"].receive = _refuse`);
    await assert.rejects(forkOf(refuser), { code: 'session.fork-failed' });
    const before = countDescriptors();
    for (let count = 0; count < 20; count += 1) await forkOf(refuser).catch(() => undefined);
    assert.ok(countDescriptors() <= before + birthNoise, 'descriptors stay');
    await executor.sessions.close(caller, refuser);
  });

  it('are there when fork returns, and so is the original: both can be called at once', async () => {
    const id = await createWith('x = 1');
    for (let count = 0; count < 5; count += 1) {
      const copy = await forkOf(id);
      const both = await Promise.all([run(id, 'x'), run(copy, 'x')]);
      for (const result of both) assertCompleted(result);
      await executor.sessions.close(caller, copy);
    }
    await executor.sessions.close(caller, id);
  });
});

/** Fills the processors with processes that an interrupt does not end, and keeps waking pid 1. */
const hog = `
import os, signal
def lower(work):
    try: work()
    except OSError as error: return type(error).__name__
    return "lowered"
answers = [lower(work) for work in (
    lambda: os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0)),
    lambda: os.sched_setaffinity(1, {0}),
    lambda: os.setpriority(os.PRIO_PROCESS, 1, 19),
    lambda: os.setpriority(os.PRIO_PGRP, 1, 19),
    lambda: os.setpriority(os.PRIO_USER, 0, 19),
    lambda: __import__("resource").prlimit(1, __import__("resource").RLIMIT_NOFILE, (0, 0)),
)]
print(answers, flush=True)
signal.signal(signal.SIGINT, signal.SIG_IGN)
for number in range(48):
    if os.fork() == 0:
        while True:
            if number % 8 == 0: os.kill(1, signal.SIGCHLD)
`;

describe('pid 1 of a sandbox', () => {
  it('keeps its priority and limits, so that a call ends at its wall limit whatever else runs', async () => {
    const bystander = await createWith('kept = 42');
    const id = await create();
    const before = performance.now();
    const result = await run(id, `${hog}\nwhile True: pass`, { wallMs: 1_000 });
    assert.ok(performance.now() - before < slow(15_000), 'the wall limit did not hold');
    assertLimit(result, 'wall');
    assert.equal(
      result.stdout.text,
      `[${Array.from({ length: 6 }, () => "'PermissionError'").join(', ')}]\n`,
    );
    assert.equal(await valueOf(bystander, 'kept'), '42');
    await executor.sessions.close(caller, bystander);
  });

  it('takes a stateless run with it as fast, and nobody else', async () => {
    const bystander = await createWith('kept = 42');
    const code = `${hog}\nos._exit(0)`;
    const request = { code, fileName: 'main.py', environment, limits: limits() };
    const before = performance.now();
    const result = await executor.run(request);
    assert.equal(result.outcome.status, 'lost', describeResult(result));
    assert.ok(performance.now() - before < slow(10_000), 'the end was put off');
    assert.equal(await valueOf(bystander, 'kept'), '42');
    await executor.sessions.close(caller, bystander);
  });

  it('shows neither its memory nor its descriptors', async () => {
    const id = await create();
    const value = await valueOf(
      id,
      `
def attempt(work):
    try: return repr(work())
    except OSError as error: return type(error).__name__
import os
{attempt(work) for work in (lambda: os.listdir("/proc/1/fd"), lambda: open("/proc/1/mem"), lambda: os.readlink("/proc/1/root"), lambda: os.readlink("/proc/1/fd/6"))}`,
    );
    assert.equal(value, "{'PermissionError'}");
    await executor.sessions.close(caller, id);
  });
});

describe('between two calls', () => {
  it('a flood of output does not keep the gateway busy, and the next call is answered', async () => {
    const id = await createWith(`
import os, threading
def flood():
    while True: os.write(1, bytes(65536))
threading.Thread(target=flood, daemon=True).start()`);
    await delay(300);
    const before = process.cpuUsage();
    await delay(1_000);
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1000 < slow(300), `${(user + system) / 1000} ms of processor time in 1 s`);
    const result = await run(id, '1');
    // The flood goes on in it, and is the call's output: how far it gets before the answer is a matter of the machine.
    if (result.outcome.status !== 'completed') assertLimit(result, 'output');
    assert.equal(result.session?.alive, true, describeResult(result));
    await within(executor.sessions.close(caller, id), 5_000, 'closing');
  });
});

describe('newborn sandboxes', () => {
  it('hold their own descriptors and no other, with many sandboxes alive', async () => {
    const sessions = await Promise.all(Array.from({ length: 12 }, create));
    const program = `
import os
sorted(name for name in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + name))`;
    const runs = Array.from({ length: 4 }, () =>
      executor.run({ code: program, fileName: 'main.py', environment, limits: limits() }),
    );
    for (const { outcome } of await Promise.all(runs))
      assert.equal('value' in outcome ? outcome.value : null, "['0', '1', '2', '3']");
    for (const id of sessions) await executor.sessions.close(caller, id);
  });
});

async function valueOf(id: SessionId, code: string): Promise<string | null> {
  const result = await run(id, code);
  assertCompleted(result);
  return 'value' in result.outcome ? result.outcome.value : null;
}

/** Of this process and of the template. */
function countDescriptors(): number {
  const [template = 0] = templatesOf(process.pid).flatMap(childrenOf);
  return readdirSync('/proc/self/fd').length + readdirSync(`/proc/${template}/fd`).length;
}

alsoAsOrdinaryUser(import.meta.url);
