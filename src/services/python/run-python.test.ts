// What a caller gets of a run, whatever ends it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { parseEnvironmentName } from '../../core/names.js';
import { execute } from '../../execution/execute.js';
import { FakeSandbox, FakeTemplate } from '../../execution/fake-sandbox.test-support.js';
import { OutputSpool } from '../../execution/output-spool.js';
import { noScripts } from '../scripts/no-scripts.js';
import { noNetworks } from './networks.js';
import { PythonChanges } from './python-changes.js';
import type { SessionKeeper } from './python-executor.js';
import { ResultStore } from './result-store.js';
import { runPython, type RunPythonAnswer, type RunPythonInput } from './run-python.js';

const caller = toCaller('me');

function run(
  sandbox: FakeSandbox,
  input: RunPythonInput,
  observer: Parameters<typeof runPython>[3] = {},
): { answer: Promise<RunPythonAnswer>; template: FakeTemplate; bugs: unknown[] } {
  const template = new FakeTemplate(sandbox);
  const bugs: unknown[] = [];
  const answer = runPython(
    {
      executor: {
        run: (request, observed) => execute(template, request, observed),
        sessions: {} as SessionKeeper,
      },
      results: new ResultStore(),
      spool: new OutputSpool(),
      environment: parseEnvironmentName('python'),
      limits: {},
      changes: new PythonChanges(),
      networks: noNetworks,
      scripts: noScripts,
      onBug: (error) => bugs.push(error),
    },
    caller,
    input,
    observer,
  );
  return { answer, template, bugs };
}

async function settleDown(): Promise<void> {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('a run through the service', () => {
  it('that is cancelled keeps its output so far', async () => {
    const sandbox = new FakeSandbox();
    const cancel = new AbortController();
    const { answer } = run(sandbox, { code: 'work()' }, { signal: cancel.signal });
    await settleDown();
    sandbox.stdout.write('half of it\n');
    sandbox.stderr.write('careful\n');
    await settleDown();
    cancel.abort();
    const ended = await answer;
    assert.ok(ended.kind === 'ran');
    const { outcome, stdout, stderr } = ended.result;
    assert.deepEqual([outcome.status, stdout.text, stderr.text], ['cancelled', 'half of it\n', 'careful\n']);
  });

  it('tells its observer of the output while it runs', async () => {
    const sandbox = new FakeSandbox();
    const told: string[] = [];
    const listenTo = (name: string) => (chunk: Buffer) => {
      told.push(`${name} ${chunk.toString()}`);
      return undefined;
    };
    const { answer } = run(sandbox, { code: '1' }, { onStdout: listenTo('out'), onStderr: listenTo('err') });
    await settleDown();
    sandbox.stdout.write('a');
    sandbox.stderr.write('b');
    await settleDown();
    assert.deepEqual(told, ['out a', 'err b']);
    sandbox.complete(null);
    sandbox.leave();
    assert.equal((await answer).kind, 'ran');
  });

  for (const { what, input, code } of [
    { what: 'no code', input: { code: ' ' }, code: 'input.code-empty' },
    { what: 'a negative time', input: { code: '1', timeoutSeconds: -1 }, code: 'input.limit-invalid' },
    { what: 'a name that is none', input: { code: '1', environment: '../x' }, code: 'input.name-invalid' },
    { what: 'an id that is none', input: { code: '1', sessionId: '../x' }, code: 'input.name-invalid' },
    {
      what: 'an environment for a session',
      input: { code: '1', sessionId: 's1', environment: 'data' },
      code: 'input.argument-invalid',
    },
  ]) {
    it(`refuses ${what} and launches nothing`, async () => {
      const { answer, template, bugs } = run(new FakeSandbox(), input);
      const refused = await answer;
      assert.ok(refused.kind === 'refused');
      assert.equal(refused.error.code, code);
      assert.deepEqual([template.launched, bugs], [[], []]);
    });
  }

  it('that we fail at is our bug, said to whoever looks after the server', async () => {
    const { answer, bugs } = run(new FakeSandbox(), { code: '1', sessionId: 's1' });
    const refused = await answer;
    assert.ok(refused.kind === 'refused');
    assert.deepEqual([refused.error.code, bugs.length], ['internal.bug', 1]);
  });
});
