// One list of probes, asked in three places: in a sandbox of the product, of the kernel without a filter, and of the filter
// alone. The probes of a call have a process of their own, which they may end.
import { buildFilter } from '../../src/sandbox/backends/bubblewrap/seccomp/filter.js';
import type { Jail } from '../support/jail.js';
import { askOutside, bystander } from '../support/outside.js';
import { architecture, numberOf, syscallPrelude } from '../support/syscall-probe.js';
import type { Right } from './probe.js';

export interface Question {
  readonly number: number;
  readonly words: readonly string[] | string;
}

/** Runs all of it, and answers a list of what each said. */
const probePrelude = `${syscallPrelude}
import itertools, mmap, signal
def forks(number):
    child = _libc.syscall(ctypes.c_long(number))
    if child == 0: os._exit(0)
    os.waitpid(child, 0)
    return "done"
def waits(number):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    return call(number)
def vforks(number):
    # mov eax, number; syscall; test eax, eax; jnz to the end; exit_group(7); ret. In machine code because the child has its
    # parent's stack: it must not return.
    code = bytes.fromhex("b8") + number.to_bytes(4, "little") + bytes.fromhex("0f05 85c0 750c bf07000000 b8e7000000 0f05 c3")
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(code)
    child = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
    if child < 0: return errno.errorcode.get(-child, str(-child))
    return "exit %d" % os.WEXITSTATUS(os.waitpid(child, 0)[1])
def probe(number, words):
    signal.setitimer(signal.ITIMER_REAL, 5)
    return globals()[words](number) if isinstance(words, str) else call(number, *map(int, words))
def probe_all(questions):
    answers = []
    for number, group in itertools.groupby(questions, lambda question: question[0]):
        group = list(group)
        said = in_child(lambda: ";".join(probe(*question) for question in group))
        answers += said.split(";") if len(group) > 1 else [said]
    return answers
`;

const asPython = (questions: readonly Question[]): string =>
  JSON.stringify(questions.map(({ number, words }) => [number, words]));

export function askInside(jail: Jail, questions: readonly Question[]): Promise<string[]> {
  return jail.ask<string[]>(`${probePrelude}\nanswer(probe_all(${asPython(questions)}))`);
}

/** Every capability in new namespaces, of which this process is the first. */
const inNamespaces = ['/usr/bin/unshare', '--map-root-user', '-muinpf', '--kill-child'];
const people: Readonly<Record<Right, Parameters<typeof askOutside>[1]>> = {
  none: {},
  'of namespaces': { command: inNamespaces },
  // In a session without a terminal, so that nothing can be hung up.
  'of root': { identity: {}, command: ['/usr/bin/setsid', '--wait'] },
};

/** The control: without a filter, as somebody who has the right. */
export function askKernel(right: Right, questions: readonly Question[]): Promise<string[]> {
  return askOutside<string[]>(`${probePrelude}\nanswer(probe_all(${asPython(questions)}))`, people[right]);
}

/** The errno that stands for "the filter would have let it pass": no kernel gives it. */
const passed = 4000;
const mark = 0x5ea1ed;

/** None of these calls is made, so what a process does about its end or its child does not matter. */
function withMark({ number, words }: Question): Question {
  const given = typeof words === 'string' ? [] : words;
  return { number, words: [...Array.from({ length: 5 }, (_, index) => given[index] ?? '0'), String(mark)] };
}

/**
 * The filter of the product above another one, which answers each marked call with an errno of its own. Of two filters the
 * stricter answer counts, and of two errnos that of the filter that was loaded last (seccomp(2)): so what the product's
 * refuses is told apart from what it allows whatever the kernel would have said, and the kernel never gets the call. The
 * mark is in the sixth argument, which no rule looks at.
 */
export function askFilter(questions: readonly Question[]): Promise<string[]> {
  const product = Buffer.from(buildFilter(architecture).bytes).toString('base64');
  return askOutside<string[]>(
    `${probePrelude}
import base64, struct
def load(program):
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    if _libc.syscall(ctypes.c_long(${numberOf('seccomp')}), ctypes.c_long(1), ctypes.c_long(0), header) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
_libc.prctl(38, ctypes.c_long(1), ctypes.c_long(0), ctypes.c_long(0), ctypes.c_long(0))
step = lambda code, yes, no, k: struct.pack("=HBBI", code, yes, no, k)
load(step(0x20, 0, 0, 16 + 8 * 5) + step(0x15, 0, 1, ${mark}) + step(0x06, 0, 0, 0x50000 | ${passed}) + step(0x06, 0, 0, 0x7fff0000))
load(base64.b64decode("${product}"))
answer(probe_all(${asPython(questions.map(withMark))}))`,
    { identity: bystander },
  ).then((answers) => answers.map((answer) => (answer === String(passed) ? 'passed' : answer)));
}
