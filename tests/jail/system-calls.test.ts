// Proves: jail.kernel. The filter answers, not the kernel behind it: each call is made with pointers that the kernel would
// answer with another error, and the same calls outside are the control (the method of bubblewrap, flatpak and codex).
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
import { architecture, numberOf, refusedCalls, syscallPrelude } from '../support/syscall-probe.js';

const jail = await openJail();
const sigsys = 'signal 31';

/** In a child each: outside, one of them may succeed. -1 is no pointer, no descriptor and no known flag. */
const allRefused = `${syscallPrelude}
answer({name: in_child(lambda: call(number, -1, -1, -1, -1, -1, -1)) for name, number, _ in ${JSON.stringify(refusedCalls)}})`;

describe('a call that the table refuses', () => {
  it('gets the answer of the table, whatever its arguments', async () => {
    const answers = await jail.ask<Record<string, string>>(allRefused);
    assert.deepEqual(answers, Object.fromEntries(refusedCalls.map(([name, , answer]) => [name, answer])));
  });

  it('control: the kernel itself answers most of them otherwise', async () => {
    // Not these: they would do something, or need a right that this user has not, which is the same answer.
    const quiet = allRefused.replace(']})', '] if name not in ("sync", "seccomp", "syncfs", "vhangup")})');
    const answers = await askOutside<Record<string, string>>(quiet);
    const differ = refusedCalls.filter(([name, , answer]) => answers[name] !== answer).map(([name]) => name);
    for (const name of ['mount', 'unshare', 'setns', 'chroot', 'ptrace', 'shmat', 'mbind', 'keyctl'] as const)
      assert.ok(differ.includes(name), `${name}: ${String(answers[name])}`);
    assert.ok(differ.length > refusedCalls.length / 2, JSON.stringify(answers));
  });
});

describe('a call that nobody has named', () => {
  it('does not exist', async () => {
    const numbers = [400, 423, 470, 471, 480, 511, 600, 5000, 0x3fffffff];
    const answers = await jail.ask<string[]>(
      `${syscallPrelude}\nanswer([call(n, -1, -1, -1, -1, -1, -1) for n in ${JSON.stringify(numbers)}])`,
    );
    assert.deepEqual(new Set(answers), new Set(['ENOSYS']));
  });
});

/** The 32-bit way in: number 20 is getpid there and writev here. */
const int80 = `
import ctypes, mmap
def int80():
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3")
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))() > 0
`;

if (architecture === 'x64') {
  describe('another architecture’s calls', () => {
    const probe = `${syscallPrelude}${int80}
answer([in_child(int80), in_child(lambda: call(0x40000000 | 39)), in_child(lambda: call(0x40000000 | 521))])`;

    it('kill who makes them: int 0x80 and x32', async () => {
      assert.deepEqual(await jail.ask(probe), [sigsys, sigsys, sigsys]);
    });

    it('control: outside, nobody is killed for them', async () => {
      for (const answer of await askOutside<string[]>(probe)) assert.notEqual(answer, sigsys);
    });

    it('end the run as lost where the program itself makes them', async () => {
      const { outcome } = await jail.run(`${int80}\nint80()`);
      assert.equal(outcome.status === 'lost' && outcome.signal, 'SIGSYS');
    });
  });
}

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
