// Proves: fail.closed. A run that cannot be begun or ended as it should is refused or lost, never half a result.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { noArtifacts } from '../core/exchanged-file.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import { defaultLimits, toCpuSeconds } from '../core/limits.js';
import { parseEnvironmentName } from '../core/names.js';
import type { Template } from '../sandbox/backend-contract.js';
import { execute, type ExecutionObserver } from './execute.js';
import { FakeSandbox, FakeTemplate, levels } from './fake-sandbox.test-support.js';

const request: ExecutionRequest = {
  code: 'print(1)',
  fileName: 'main.py',
  environment: parseEnvironmentName('python'),
  limits: { ...defaultLimits, wallMs: 10_000, streamBytes: 1000, outputBytes: 100 },
};

/** Lets everything happen that waits for no timer. */
async function settleDown(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

interface Run {
  readonly sandbox: FakeSandbox;
  readonly result: Promise<ExecutionResult>;
}

async function start(observer: ExecutionObserver = {}, limits = request.limits): Promise<Run> {
  const sandbox = new FakeSandbox();
  const result = execute(new FakeTemplate(sandbox), { ...request, limits }, observer);
  await settleDown();
  return { sandbox, result };
}

const statusOf = async ({ result }: Run): Promise<string> => (await result).outcome.status;

describe('execute', () => {
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it('hands over one program and gives back what became of it', async () => {
    const { sandbox, result } = await start();
    assert.deepEqual(sandbox.programs, [
      { type: 'program', code: 'print(1)', fileName: 'main.py', cpuSeconds: toCpuSeconds(request.limits) },
    ]);
    sandbox.stdout.write('1\n');
    sandbox.stderr.write('warning');
    sandbox.complete('42');
    sandbox.leave({ exitCode: 3, cpuMs: 7, pidsRefused: 2 });
    const { usage, ...rest } = await result;
    assert.deepEqual(rest, {
      outcome: { status: 'completed', exitCode: 3, value: '42' },
      stdout: { text: '1\n', bytes: 2, truncated: false },
      stderr: { text: 'warning', bytes: 7, truncated: false },
      ...noArtifacts,
      createdProtected: [],
      limits: levels,
      isolation: { ...sandbox.isolation, network: 'none' },
      networkDenied: [],
      session: null,
    });
    assert.deepEqual({ ...usage, wallMs: 0 }, { wallMs: 0, cpuMs: 7, peakMemoryBytes: 1000, pidsRefused: 2 });
    assert.ok(usage.wallMs >= 0);
  });

  it('puts files beside the program and gives back those that came out', async () => {
    const sandbox = new FakeSandbox();
    const files = [{ path: 'in', bytes: Buffer.from('x') }];
    const result = execute(new FakeTemplate(sandbox), { ...request, files });
    await settleDown();
    assert.deepEqual(sandbox.programs[0], { type: 'file', path: 'in', size: 1 });
    sandbox.answer({ type: 'file', path: 'out', size: 0, content: 'follows' });
    sandbox.complete(null);
    sandbox.leave();
    assert.deepEqual((await result).files, [
      { path: 'out', size: 0, content: { kind: 'memory', bytes: Buffer.alloc(0) } },
    ]);
  });

  it('gives back no file of a program that it had to end', async () => {
    const run = await start();
    run.sandbox.answer({ type: 'file', path: 'out', size: 0, content: 'follows' });
    run.sandbox.complete(null);
    run.sandbox.leave({ exitCode: null, signal: 'SIGKILL', limit: 'memory' });
    const { outcome, files } = await run.result;
    assert.deepEqual([outcome.status, files], ['limit', []]);
  });

  it('asks for a sandbox with the limits of the request, once', async () => {
    const sandbox = new FakeSandbox();
    const template = new FakeTemplate(sandbox);
    const result = execute(template, request);
    await settleDown();
    sandbox.complete(null);
    sandbox.leave();
    await result;
    assert.deepEqual(template.launched, [request.limits]);
  });

  it('ends a program at its deadline', async () => {
    const run = await start();
    mock.timers.tick(9_999);
    await settleDown();
    assert.equal(run.sandbox.kills, 0);
    mock.timers.tick(1);
    const { outcome } = await run.result;
    assert.equal(outcome.status, 'limit');
    assert.equal(outcome.limit, 'wall');
    assert.equal(run.sandbox.kills, 1);
  });

  it('ends a program that writes too much, on both streams together', async () => {
    const run = await start();
    run.sandbox.stdout.write('x'.repeat(600));
    run.sandbox.stderr.write('x'.repeat(400));
    await settleDown();
    assert.equal(run.sandbox.kills, 0);
    run.sandbox.stderr.write('x');
    const { outcome, stdout, stderr } = await run.result;
    assert.equal(outcome.status, 'limit');
    assert.equal(outcome.limit, 'output');
    assert.deepEqual([stdout.bytes, stderr.bytes, stdout.truncated], [600, 401, true]);
    assert.equal(run.sandbox.kills, 1);
  });

  it('ends a program that broke a limit that is watched', async () => {
    const run = await start();
    run.sandbox.breach('pids');
    const { outcome } = await run.result;
    assert.equal(outcome.status, 'limit');
    assert.equal(outcome.limit, 'pids');
  });

  it('ends a program that is cancelled', async () => {
    const cancel = new AbortController();
    const run = await start({ signal: cancel.signal });
    cancel.abort();
    assert.equal(await statusOf(run), 'cancelled');
    assert.equal(run.sandbox.kills, 1);
  });

  it('never hands over a program that was cancelled before its start', async () => {
    const run = await start({ signal: AbortSignal.abort() });
    assert.equal(await statusOf(run), 'cancelled');
    assert.deepEqual(run.sandbox.programs, []);
    assert.equal(run.sandbox.kills, 1);
  });

  it('ends at once what breaks the channel, and waits for what closed it', async () => {
    const violated = await start();
    violated.sandbox.answer(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    assert.equal(await statusOf(violated), 'lost');
    assert.equal(violated.sandbox.kills, 1);

    const crashed = await start();
    crashed.sandbox.leave({ exitCode: null, signal: 'SIGSEGV' });
    const { outcome } = await crashed.result;
    assert.equal(outcome.status, 'lost');
    assert.equal(outcome.signal, 'SIGSEGV');
  });

  it('kills what stays after its answer', async () => {
    const run = await start();
    run.sandbox.complete('42');
    await settleDown();
    mock.timers.tick(4_999);
    await settleDown();
    assert.equal(run.sandbox.kills, 0);
    mock.timers.tick(1);
    assert.equal(await statusOf(run), 'lost');
    assert.equal(run.sandbox.kills, 1);
  });

  it('keeps the first cause when others follow', async () => {
    const firsts: Record<string, (sandbox: FakeSandbox, cancel: AbortController) => void> = {
      completed: (sandbox) => {
        sandbox.complete(null);
      },
      limit: (sandbox) => {
        sandbox.breach('memory');
      },
      cancelled: (_sandbox, cancel) => {
        cancel.abort();
      },
    };
    for (const [status, cause] of Object.entries(firsts)) {
      const cancel = new AbortController();
      const { sandbox, result } = await start({ signal: cancel.signal });
      cause(sandbox, cancel);
      await settleDown();
      cancel.abort();
      sandbox.breach('pids');
      sandbox.complete('late');
      sandbox.leave();
      mock.timers.tick(60_000);
      assert.equal((await result).outcome.status, status);
    }
  });

  it('reports what the kernel did rather than what the guest said', async () => {
    const run = await start();
    run.sandbox.complete('42');
    run.sandbox.leave({ exitCode: null, signal: 'SIGKILL', limit: 'memory' });
    const { outcome } = await run.result;
    assert.equal(outcome.status, 'limit');
    assert.equal(outcome.limit, 'memory');
  });

  it('waits until nothing is left and all output is read', async () => {
    const run = await start();
    let isDone = false;
    void run.result.then(() => {
      isDone = true;
    });
    run.sandbox.complete(null);
    await settleDown();
    assert.equal(isDone, false);
    run.sandbox.stdout.write('last words');
    run.sandbox.leave();
    assert.equal((await run.result).stdout.text, 'last words');
  });

  it('passes output on as it comes', async () => {
    const seen: string[] = [];
    const run = await start({
      onStdout: (chunk) => void seen.push(`out ${String(chunk)}`),
      onStderr: (chunk) => void seen.push(`err ${String(chunk)}`),
    });
    run.sandbox.stdout.write('a');
    await settleDown();
    run.sandbox.stderr.write('b');
    await settleDown();
    assert.deepEqual(seen, ['out a', 'err b']);
    run.sandbox.complete(null);
    run.sandbox.leave();
    await run.result;
  });

  it('listens to a signal no longer than it runs', async () => {
    const cancel = new AbortController();
    const listen = mock.method(cancel.signal, 'addEventListener');
    const run = await start({ signal: cancel.signal });
    run.sandbox.complete(null);
    run.sandbox.leave();
    await run.result;
    const [, , options] = listen.mock.calls[0]?.arguments ?? [];
    assert.ok(typeof options === 'object' && options.signal?.aborted === true);
  });

  it('fails where no sandbox can be made, with the reason (fail.closed)', async () => {
    const refusal = new PymcpError('jail.layer-failed', 'no seccomp here', 'use another kernel');
    const template: Template = {
      levels,
      isGone: false,
      launch: () => Promise.reject(refusal),
      close: () => Promise.resolve(),
    };
    await assert.rejects(execute(template, request), refusal);
  });
});
