// Proves: jail.kernel, limit.memory for sandboxes that are not born for one run: those that wait in a pool, sessions and their
// copies. Everything is read by the host, of every task, from outside.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import type { Caller } from '../../src/core/caller.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { Executor } from '../../src/execution/executor.js';
import { namespacePidsOf } from '../../src/host/process-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import {
  type HostProcess,
  namespaceKinds,
  namespaceOf,
  sandboxProcessesOf,
  taskStatuses,
  templatesOf,
} from '../support/host-processes.js';
import { assertCompleted } from '../support/jail.js';

const environment = parseEnvironmentName('python');
const caller = 'one' as Caller;
const pool = { least: 2, most: 2 };
const executor = new Executor({ strict: false, pool });
after(() => executor.close());
await executor.warmUp(environment);
const limits = { ...defaultLimits, memoryBytes: 64 * 1024 * 1024 };

function assertSealed({ pid }: HostProcess): void {
  const wanted = {
    NoNewPrivs: '1',
    Seccomp: '2',
    CapInh: '0',
    CapPrm: '0',
    CapEff: '0',
    CapBnd: '0',
    CapAmb: '0',
  };
  for (const status of taskStatuses(pid)) {
    for (const [name, value] of Object.entries(wanted))
      assert.equal(status.get(name)?.replace(/^0+(?=.)/, ''), value, `${name} of ${pid}`);
  }
  const [template = 0] = templatesOf(process.pid);
  for (const kind of namespaceKinds) {
    assert.notEqual(namespaceOf(pid, kind), namespaceOf('self', kind), kind);
    if (kind !== 'cgroup') assert.notEqual(namespaceOf(pid, kind), namespaceOf(template, kind), kind);
  }
  assert.equal(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'), '1000\n');
}

function groupOf({ pid }: HostProcess): string {
  const line = /^\d+:(?:.*,)?memory(?:,.*)?:(.*)$|^0::(.*)$/m.exec(
    readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
  );
  return (line?.[1] ?? line?.[2] ?? '').split('/').at(-1) ?? '';
}

describe('every layer', () => {
  it('is on in sandboxes that wait', () => {
    const waiting = sandboxProcessesOf(process.pid);
    assert.equal(waiting.length, 4);
    for (const one of waiting) assertSealed(one);
  });

  it('is on in a session, in its copy and in all that both start, and each is in a group of its own', async () => {
    const waiting = new Set(sandboxProcessesOf(process.pid).map(({ pid }) => pid));
    const start = `
import subprocess, sys, threading, time
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])`;
    const run = async (id: typeof session.id): Promise<void> => {
      assertCompleted(
        await executor.sessions.run(caller, id, { code: start, fileName: 'main.py', files: [], limits }),
      );
    };
    const { session } = await executor.sessions.create(caller, { environment, limits });
    await run(session.id);
    const copy = (await executor.sessions.fork(caller, session.id)).session;
    await run(copy.id);
    const family = sandboxProcessesOf(process.pid).filter(({ pid }) => !waiting.has(pid));
    // Pid 1, and two processes of each.
    assert.equal(family.length, 5);
    for (const one of family) assertSealed(one);
    if (executor.sessions.list(caller).sessions[0]?.memoryBytes !== null) {
      const groups = family
        .map(groupOf)
        .map((name) => name.replace(/\d+/g, 'N'))
        .sort();
      const own = 'tN-run-N';
      assert.deepEqual(groups, [own, own, `${own}-copy-N`, `${own}-copy-N`, `${own}-init`]);
    }
    const pidOne = family.filter(({ pid }) => namespacePidsOf(pid).at(-1) === 1);
    assert.equal(pidOne.length, 1);
    await executor.sessions.close(caller, session.id);
    await executor.sessions.close(caller, copy.id);
    assert.deepEqual(
      sandboxProcessesOf(process.pid).filter(({ pid }) => family.some((one) => one.pid === pid)),
      [],
    );
  });
});

alsoAsOrdinaryUser(import.meta.url);
