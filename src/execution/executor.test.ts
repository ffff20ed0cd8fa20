import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import type { ExecutionRequest } from '../core/execution-request.js';
import { defaultLimits } from '../core/limits.js';
import { parseEnvironmentName } from '../core/names.js';
import type { Engine, Sandbox, Template } from '../sandbox/backend-contract.js';
import { Executor } from './executor.js';
import { FakeSandbox, levels } from './fake-sandbox.test-support.js';

const python = parseEnvironmentName('python');
const request: ExecutionRequest = {
  code: '1',
  fileName: 'main.py',
  environment: python,
  limits: defaultLimits,
};

async function settleDown(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Each launch gives a sandbox that the test plays. */
class ManyTemplate implements Template {
  readonly levels = levels;
  readonly sandboxes: FakeSandbox[] = [];
  isGone = false;
  closes = 0;

  launch(): Promise<Sandbox> {
    const sandbox = new FakeSandbox();
    this.sandboxes.push(sandbox);
    return Promise.resolve(sandbox);
  }

  close(): Promise<void> {
    this.closes += 1;
    return Promise.resolve();
  }
}

/** An engine whose templates the test makes. */
function toEngine(openTemplate: () => Promise<Template>): Engine {
  return { openTemplate, close: () => Promise.resolve() };
}

/** Without a pool: each run has a birth of its own, which the test sees. */
const pool = { least: 0, most: 0 };

function makeExecutor(): { executor: Executor; templates: ManyTemplate[] } {
  const templates: ManyTemplate[] = [];
  const engine = toEngine(() => {
    const template = new ManyTemplate();
    templates.push(template);
    return Promise.resolve(template);
  });
  const executor = new Executor({ strict: false, pool, open: () => engine });
  return { executor, templates };
}

function complete(sandbox: FakeSandbox | undefined): void {
  sandbox?.complete('1');
  sandbox?.leave();
}

describe('the executor', () => {
  it('opens its template once, for all runs', async () => {
    const { executor, templates } = makeExecutor();
    await executor.warmUp(python);
    const runs = [executor.run(request), executor.run(request)];
    await settleDown();
    for (const sandbox of templates[0]?.sandboxes ?? []) complete(sandbox);
    for (const { outcome } of await Promise.all(runs)) assert.equal(outcome.status, 'completed');
    assert.equal(templates.length, 1);
  });

  it('opens another where the last one died, after it has closed it', async () => {
    const { executor, templates } = makeExecutor();
    await executor.warmUp(python);
    const [first] = templates;
    assert.ok(first !== undefined);
    first.isGone = true;
    const runs = [executor.run(request), executor.run(request)];
    await settleDown();
    assert.equal(templates.length, 2);
    assert.equal(first.closes, 1);
    for (const sandbox of templates[1]?.sandboxes ?? []) complete(sandbox);
    await Promise.all(runs);
  });

  it('says of a run that its template died under it', async () => {
    const { executor, templates } = makeExecutor();
    const run = executor.run(request);
    await settleDown();
    const [template] = templates;
    assert.ok(template !== undefined);
    template.isGone = true;
    template.sandboxes[0]?.leave({ exitCode: null, signal: 'SIGKILL', withTemplate: true });
    const { outcome } = await run;
    assert.equal(outcome.status, 'lost');
    assert.match(outcome.message, /as a whole/);
  });

  it('tries again where a template could not be opened', async () => {
    let attempts = 0;
    const engine = toEngine(() => {
      attempts += 1;
      return attempts === 1
        ? Promise.reject(new PymcpError('jail.start-failed', 'not now', 'later'))
        : Promise.resolve(new ManyTemplate());
    });
    const executor = new Executor({ strict: false, pool, open: () => engine });
    await assert.rejects(executor.warmUp(python), /not now/);
    await executor.warmUp(python);
    assert.equal(attempts, 2);
  });

  it('ends one run where its caller cancels it', async () => {
    const { executor, templates } = makeExecutor();
    const cancel = new AbortController();
    const [cancelled, other] = [executor.run(request, { signal: cancel.signal }), executor.run(request)];
    await settleDown();
    cancel.abort();
    assert.equal((await cancelled).outcome.status, 'cancelled');
    complete(templates[0]?.sandboxes[1]);
    assert.equal((await other).outcome.status, 'completed');
  });

  it('closes by ending every run, then its template, and takes no more', async () => {
    const { executor, templates } = makeExecutor();
    const runs = Array.from({ length: 10 }, () => executor.run(request));
    const settled = Promise.allSettled(runs);
    await settleDown();
    await executor.close();
    await executor.close();
    const [template] = templates;
    assert.equal(template?.closes, 1);
    assert.equal(template.sandboxes.length, 8);
    const statuses = (await settled).map((run) =>
      run.status === 'fulfilled' ? run.value.outcome.status : (run.reason as PymcpError).code,
    );
    assert.deepEqual(statuses, [
      ...Array<string>(8).fill('cancelled'),
      ...Array<string>(2).fill('gateway.cancelled'),
    ]);
    await assert.rejects(executor.run(request), /ending/);
    await assert.rejects(executor.warmUp(python), /ending/);
    assert.equal(templates.length, 1);
  });

  it('closes a template that was opened while it closed', async () => {
    const template = new ManyTemplate();
    let open: (template: Template) => void = () => undefined;
    const engine = toEngine(
      () =>
        new Promise((resolve) => {
          open = resolve;
        }),
    );
    const executor = new Executor({ strict: false, pool, open: () => engine });
    void executor.warmUp(python);
    await settleDown();
    const closed = executor.close();
    open(template);
    await closed;
    assert.equal(template.closes, 1);
  });
});
