// Proves: jail.kernel. Numbers that the table does not name, and the two other ways into the same kernel, each of them tried
// with every number: what is not named does not exist, and another architecture's call ends its process.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syscallNames } from '../../src/sandbox/backends/bubblewrap/seccomp/syscall-numbers.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';
import { architecture, syscallPrelude } from '../support/syscall-probe.js';
import { askFilter, askInside, askKernel } from './ask-probes.js';
import { nonsense, withNumbers } from './probe.js';

const jail = await openJail();
/** Above the last one that any kernel has, with room. */
const end = 600;
const named = new Set(withNumbers(syscallNames).map(([, number]) => number));
const unnamed = Array.from({ length: end }, (_, number) => number).filter((number) => !named.has(number));
const questions = [...unnamed, 1000, 5000, 0x3fffffff, -0x80000000].map((number) => ({
  number,
  words: nonsense,
}));

describe('a call that the table does not name', () => {
  const nothing = questions.map(() => 'ENOSYS');

  it('does not exist in a sandbox, whatever the kernel has under its number', async () => {
    assert.deepEqual(await askInside(jail, questions), nothing);
    assert.deepEqual(await askFilter(questions), nothing);
  });

  it('control: the kernel has some', async () => {
    const answers = await askKernel('none', questions);
    const there = questions.filter((_, index) => answers[index] !== 'ENOSYS').map(({ number }) => number);
    // io_setup, sched_setattr, pkey_alloc: in every kernel that Landlock has been in.
    for (const number of architecture === 'x64' ? [206, 314, 330] : [0, 274, 289])
      assert.ok(there.includes(number), JSON.stringify(there));
  });
});

if (architecture === 'x64') {
  const sigsys = 'signal 31';
  const prelude = `${syscallPrelude}
import mmap
memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
def int80(number):
    # push rbx; mov ebx, -1; mov ecx, ebx; mov edx, ebx; mov eax, number; int 0x80; pop rbx; ret
    memory.seek(0)
    memory.write(bytes.fromhex("53 bbffffffff 89d9 89da b8") + number.to_bytes(4, "little") + bytes.fromhex("cd80 5b c3"))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
    return "done" if result >= 0 else errno.errorcode.get(-result, str(-result))
x32 = lambda number: call(0x40000000 | number, -1, -1, -1, -1, -1, -1)
`;
  const sweep = `${prelude}
answers = {}
for name, way in (("int80", int80), ("x32", x32)):
    for number in [*range(0, ${end}), 0x3fffffff]:
        said = in_child(lambda: way(number))
        if said != "${sigsys}": answers[f"{name} {number}"] = said
for number in (-1, -2, -600):
    said = in_child(lambda: call(number, -1, -1, -1, -1, -1, -1))
    if said != "${sigsys}": answers[f"{number}"] = said
answer(answers)`;

  describe('a call by int 0x80, by x32 or by a number below zero', () => {
    it('ends its process in a sandbox, whatever its number', async () => {
      assert.deepEqual(await jail.ask(sweep), {});
    });

    it('ends the run as lost where the program itself makes it', async () => {
      for (const way of ['int80(20)', 'x32(39)']) {
        const { outcome } = await jail.run(`${prelude}\n${way}`);
        assert.equal(outcome.status === 'lost' && outcome.signal, 'SIGSYS', way);
      }
    });

    it('control: outside, it ends nobody', async () => {
      // getpid there, getpid by x32, and an x32 call of its own.
      const probe = `${prelude}
answer([in_child(lambda: int80(20)), in_child(lambda: x32(39)), in_child(lambda: x32(521)), in_child(lambda: call(-1))])`;
      const answers = await askOutside<string[]>(probe);
      for (const answer of answers) assert.notEqual(answer, sigsys);
      // A kernel without IA-32 emulation ends who tries, with another signal.
      assert.ok(['done', 'signal 11'].includes(answers[0] ?? ''), answers[0]);
    });
  });
}

alsoAsOrdinaryUser(import.meta.url);
