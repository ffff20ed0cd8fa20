import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runCommand, type CommandResult } from './run-command.js';

function shell(words: string, timeoutMs = 20_000): Promise<CommandResult> {
  return runCommand('/bin/sh', ['-c', words], { timeoutMs, env: {} });
}

describe('a program that is run to its end', () => {
  it('is told by its status, and what it said', async () => {
    assert.deepEqual(await shell('echo a; echo b >&2'), { status: 0, stdout: 'a\n', stderr: 'b\n' });
    assert.deepEqual(await shell('echo a; echo b >&2; exit 3'), { status: 3, stdout: 'a\n', stderr: 'b\n' });
  });

  it('says last why it has no status: a signal', async () => {
    const { status, stderr } = await shell('echo b >&2; kill -9 $$');
    assert.equal(status, null);
    assert.equal(stderr, 'b\nit was ended by SIGKILL');
  });

  it('too late, although another holds its output open', async () => {
    const started = performance.now();
    const { status, stderr } = await shell('sleep 3 & printf b >&2; sleep 3', 300);
    assert.equal(status, null);
    assert.equal(stderr, 'b\nit did not end within 0.3 s');
    assert.ok(performance.now() - started < 2500);
  });

  it('not to be started', async () => {
    const { status, stderr } = await runCommand('/nowhere/program', [], { timeoutMs: 1000, env: {} });
    assert.equal(status, null);
    assert.equal(stderr, 'spawn /nowhere/program ENOENT');
  });

  it('too much to say', async () => {
    const { status, stderr } = await shell('head -c 3000000 /dev/zero');
    assert.equal(status, null);
    assert.equal(stderr, 'stdout maxBuffer length exceeded');
  });
});
