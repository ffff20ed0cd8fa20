// Proves: fail.closed. A trial of what the machine permits leaves nothing behind, whatever fails in it: bubblewrap that may not give up
// its capabilities ends before it has let its child go, and that child would wait for ever.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, endOf } from '../support/command-line.js';
import { slow } from '../support/time.js';

describe('a trial in which bubblewrap may not give up its capabilities', () => {
  it('ends with all that it has started, and is told as what is missing', async () => {
    const options = ['-f', '--seccomp-bpf', '-o', '/dev/null', '-e', 'inject=capset:error=EPERM'];
    const words = [...options, process.execPath, commandLine, 'doctor', '--json'];
    // strace ends when the last process below it has ended, and not before.
    const child = spawn('/usr/bin/strace', words, { timeout: slow(120_000), killSignal: 'SIGKILL' });
    child.stdin.end();
    const { exitCode, signal, stdout } = await endOf(child);
    assert.deepEqual([exitCode, signal], [1, null]);
    const { findings } = JSON.parse(stdout) as { findings: { name: string; state: string }[] };
    assert.equal(findings.find(({ name }) => name === 'user-namespaces')?.state, 'missing');
  });
});

alsoAsOrdinaryUser(import.meta.url);
