// Proves: jail.kernel. Known ways out by the arguments of a call, each by its name, and what must work in spite of the filter.
// calls.test.ts and arguments.test.ts go through the whole table.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errnoNumbers } from '../../src/sandbox/backends/bubblewrap/seccomp/rule.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';
import { numberOf, syscallPrelude } from '../support/syscall-probe.js';

const jail = await openJail();
/** [what, number, arguments as Python, answer inside] */
const byArgument: [string, number, string, string][] = [
  ['TIOCSTI types into a terminal', numberOf('ioctl'), '0, 0x5412, 0', 'EPERM'],
  ['TIOCSTI with a high word', numberOf('ioctl'), '0, 0x5412 | (1 << 40), 0', 'EPERM'],
  ['TIOCLINUX', numberOf('ioctl'), '0, 0x541c, 0', 'EPERM'],
  ['TIOCLINUX with a high word', numberOf('ioctl'), '0, 0x541c | (3 << 32), 0', 'EPERM'],
  ['TIOCSETD', numberOf('ioctl'), '0, 0x5423, 0', 'EPERM'],
  ['NS_GET_USERNS', numberOf('ioctl'), '0, 0xb701, 0', 'EPERM'],
  ['clone into a user namespace', numberOf('clone'), '0x10000000 | 17, 0, 0, 0, 0', 'EPERM'],
  ['clone into a network namespace', numberOf('clone'), '0x40000000 | 17, 0, 0, 0, 0', 'EPERM'],
  ['clone as a sibling', numberOf('clone'), '0x8000 | 17, 0, 0, 0, 0', 'EPERM'],
  ['netlink', numberOf('socket'), '16, 3, 0', 'EAFNOSUPPORT'],
  ['packets', numberOf('socket'), '17, 3, 0', 'EAFNOSUPPORT'],
  ['the hypervisor', numberOf('socket'), '40, 1, 0', 'EAFNOSUPPORT'],
  ['kernel cryptography', numberOf('socket'), '38, 5, 0', 'EAFNOSUPPORT'],
  ['netlink with a high word', numberOf('socket'), '16 | (1 << 32), 3, 0', 'EAFNOSUPPORT'],
  ['raw IP', numberOf('socket'), '2, 3, 1', 'ESOCKTNOSUPPORT'],
  ['ICMP', numberOf('socket'), '2, 2, 1', 'EPROTONOSUPPORT'],
  ['MPTCP', numberOf('socket'), '2, 1, 262', 'EPROTONOSUPPORT'],
  ['SCTP', numberOf('socket'), '2, 1, 132', 'EPROTONOSUPPORT'],
  ['no address randomisation', numberOf('personality'), '0x40000', 'EPERM'],
  ['huge pages', numberOf('mmap'), '0, 2 << 20, 3, 0x40022, -1, 0', 'ENOMEM'],
  ['a memfd of huge pages', numberOf('memfd_create'), 'b"x", 4', 'EINVAL'],
  ['a setuid file', numberOf('fchmodat'), '-100, b"/tmp", 0o4755', 'EPERM'],
  ['a setuid file from the start', numberOf('openat'), '-100, b"/tmp/s", 0o101, 0o4755', 'EPERM'],
  ['a device', numberOf('mknodat'), '-100, b"/tmp/d", 0o20666, 0x103', 'EPERM'],
  ['a whiteout', numberOf('renameat2'), '-100, b"/tmp/a", -100, b"/tmp/b", 4', 'EPERM'],
  ['a socket filter', numberOf('setsockopt'), '0, 1, 26, 0, 0', 'EPERM'],
  ['kernel TLS', numberOf('setsockopt'), '0, 6, 31, 0, 0', 'ENOPROTOOPT'],
  ['hiding from /proc', numberOf('prctl'), '4, 0, 0, 0, 0', 'EPERM'],
  ['a filter of its own by prctl', numberOf('prctl'), '22, 2, 0, 0, 0', 'EPERM'],
  ['mitigations off', numberOf('prctl'), '53, 0, 0, 0, 0', 'EPERM'],
  ['clone3', numberOf('clone3'), '0, 0', 'ENOSYS'],
];

const argumentProbe = `${syscallPrelude}
answer([${byArgument.map(([, number, words]) => `in_child(lambda: call(${number}, ${words}))`).join(',\n')}])`;

describe('a call whose arguments decide', () => {
  it('is refused for the arguments that reach further than the jail', async () => {
    const answers = await jail.ask<string[]>(argumentProbe);
    assert.deepEqual(
      byArgument.map(([what], index) => [what, answers[index]]),
      byArgument.map(([what, , , answer]) => [what, answer]),
    );
  });

  it('control: outside, the kernel takes several of them', async () => {
    const answers = await askOutside<string[]>(argumentProbe);
    const done = byArgument.filter((_, index) => answers[index]?.startsWith('done')).map(([what]) => what);
    for (const what of ['netlink', 'no address randomisation', 'hiding from /proc', 'clone as a sibling'])
      assert.ok(done.includes(what), `${what}: ${JSON.stringify(answers)}`);
    const tiocsti = byArgument.findIndex(([what]) => what.startsWith('TIOCSTI'));
    assert.equal(answers[tiocsti], 'ENOTTY', 'a pipe is no terminal, says the kernel');
  });

  it('names only errors that the filter knows', () => {
    for (const [what, , , answer] of byArgument) assert.ok(answer in errnoNumbers, what);
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
