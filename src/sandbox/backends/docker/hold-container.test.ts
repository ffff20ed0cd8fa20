import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { startTimeOf } from '../../../host/start-time.js';
import { holdContainer } from './hold-container.js';

const [container, word] = ['ab'.repeat(32), 'cd'.repeat(16)];
const signs = { container, word, hasGroup: false };

describe('holdContainer', () => {
  const children: ChildProcess[] = [];
  const descriptors = (): number => readdirSync('/proc/self/fd').length;

  afterEach(async () => {
    for (const child of children.splice(0)) await end(child);
  });

  function start(script: string): ChildProcess {
    const child = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(child);
    return child;
  }

  async function end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const tell = (...pids: readonly number[]): { readPid: () => Promise<number> } => {
    const left = [...pids];
    return { readPid: () => Promise.resolve(left.shift() ?? 0) };
  };

  const refusal =
    (message: RegExp) =>
    (error: unknown): boolean =>
      error instanceof PymcpError && error.code === 'host.unsupported' && message.test(error.message);

  it('waits until the process has the word, and tells when it has ended', async () => {
    const child = start(`sleep 0.1; exec sh -c 'read line' name ${word}`);
    const pid = child.pid ?? 0;
    const held = await holdContainer(tell(pid), signs);
    assert.deepEqual([held.pid, held.startTime], [pid, startTimeOf(pid)]);
    held.confirm();
    await end(child);
    assert.throws(
      () => {
        held.confirm();
      },
      refusal(/ended before/),
    );
    await held.close();
  });

  it('takes nobody else for it: not who has another word, nor who is in no group of that name', async () => {
    const pid = start(`exec sh -c 'read line' name ${word}`).pid ?? 0;
    const before = descriptors();
    const other = { ...signs, word: '0'.repeat(32) };
    await assert.rejects(holdContainer(tell(pid, pid), other, 100), refusal(/not to be seen/));
    await assert.rejects(
      holdContainer(tell(pid, pid), { ...signs, hasGroup: true }),
      refusal(/not to be seen/),
    );
    // A word among others is none.
    const inside = start(`exec sh -c 'read line' name ${word} more`).pid ?? 0;
    await assert.rejects(holdContainer(tell(inside, inside), signs, 100), refusal(/not to be seen/));
    assert.equal(descriptors() - before, 1, 'the stdin of one more child, and nothing besides');
  });

  it('says that it ended, where it did so at any moment', async () => {
    await assert.rejects(holdContainer(tell(0), signs), refusal(/ended before/));
    const child = start('sleep 0.1');
    await assert.rejects(holdContainer(tell(child.pid ?? 0), signs), refusal(/ended before/));
    const gone = start('exit');
    await once(gone, 'exit');
    await assert.rejects(holdContainer(tell(gone.pid ?? 0), signs), refusal(/ended before/));
  });
});
