// Proves: jail.kernel. Known ways out by the arguments of a call, each by its name, and what must work in spite of the filter.
// calls.test.ts and arguments.test.ts go through the whole table.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errnoNumbers } from '../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import { argumentRules } from '../../src/sandbox/backends/bubblewrap/seccomp/argument-rules.js';
import {
  syscallNumber,
  type SyscallName,
} from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { argumentProbes } from '../support/argument-probes.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';
import { architecture, numberOf, syscallPrelude } from '../support/syscall-probe.js';

const jail = await openJail();

const argumentProbe = `${syscallPrelude}
answer([${argumentProbes.map(([, number, words]) => `in_child(lambda: call(${number}, ${words}))`).join(',\n')}])`;

describe('a call whose arguments decide', () => {
  it('is refused for the arguments that reach further than the jail', async () => {
    const answers = await jail.ask<string[]>(argumentProbe);
    assert.deepEqual(
      argumentProbes.map(([what], index) => [what, answers[index]]),
      argumentProbes.map(([what, , , answer]) => [what, answer]),
    );
  });

  it('control: outside, the kernel takes several of them', async () => {
    const answers = await askOutside<string[]>(argumentProbe);
    const done = argumentProbes
      .filter((_, index) => answers[index]?.startsWith('done'))
      .map(([what]) => what);
    for (const what of ['netlink', 'no address randomisation', 'hiding from /proc', 'clone as a sibling'])
      assert.ok(done.includes(what), `${what}: ${JSON.stringify(answers)}`);
    const tiocsti = argumentProbes.findIndex(([what]) => what.startsWith('TIOCSTI'));
    assert.equal(answers[tiocsti], 'ENOTTY', 'a pipe is no terminal, says the kernel');
  });

  it('is tried for every rule of the table', () => {
    const tried = new Set(argumentProbes.map(([, number]) => number));
    for (const name of Object.keys(argumentRules)) {
      const number = syscallNumber(name as SyscallName, architecture);
      assert.ok(number === undefined || tried.has(number), name);
    }
  });

  it('names only errors that the filter knows', () => {
    for (const [what, , , answer] of argumentProbes) assert.ok(answer in errnoNumbers, what);
  });
});

describe('what the filter leaves', () => {
  it('threads work although clone3 does not exist', async () => {
    const count = await jail.ask<number>(`
import threading
done = []
threads = [threading.Thread(target=done.append, args=(n,)) for n in range(32)]
for t in threads: t.start()
for t in threads: t.join()
answer(len(done))`);
    assert.equal(count, 32);
  });

  it('a thread is filtered like the one that started it', async () => {
    const answers = await jail.ask<string[]>(`${syscallPrelude}
import threading
answers = []
def work(): answers.append(call(${numberOf('unshare')}, -1))
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
answer(answers)`);
    assert.deepEqual(answers, ['EPERM', 'EPERM', 'EPERM', 'EPERM']);
  });

  it('a program that is started is filtered like the one that started it', async () => {
    const answer = await jail.ask<string>(`
import subprocess, sys
code = ${JSON.stringify(`${syscallPrelude}print(call(${numberOf('unshare')}, -1), end="")`)}
answer(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)`);
    assert.equal(answer, 'EPERM');
  });
});

alsoAsOrdinaryUser(import.meta.url);
