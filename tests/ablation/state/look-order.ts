// The programs that a snapshot is made of, as text. Each prints `SEEN ` and a line of JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/host/package-root.js';
import { argumentProbes } from '../../support/argument-probes.js';
import { architecture, syscallPrelude } from '../../support/syscall-probe.js';
import { refusedCalls } from './refused-calls.js';
import type { LookOrder } from './take-snapshot.js';

const seen = (expression: string): string => `\nimport json\nprint("SEEN " + json.dumps(${expression}))\n`;
const bad = '-1, -1, -1, -1, -1, -1';
/** Without the filter they would do something to whoever is in the pen with them, or wait. */
const harmful = new Set(['sync', 'syncfs', 'vhangup']);

/** remap_file_pages: the kernel has it, and nobody has named it. */
const forgotten = architecture === 'x64' ? 216 : 234;

/** int 0x80 with the number of getpid there, and two calls of x32. */
const foreign = `
import mmap
def int80():
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3")
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))()
foreign = [in_child(int80), in_child(lambda: call(0x40000000 | 39)), in_child(lambda: call(0x40000000 | 521))]
`;

export function toLookOrder(workspace: LookOrder['workspace']): LookOrder {
  const calls = refusedCalls.filter(([name]) => !harmful.has(name));
  return {
    workspace,
    look: readFileSync(join(packageRoot(), 'tests/ablation/state/look.py'), 'utf8'),
    refused:
      syscallPrelude +
      seen(`{name: in_child(lambda: call(number, ${bad})) for name, number, _ in ${JSON.stringify(calls)}}`),
    byArgument:
      syscallPrelude +
      seen(
        `[${argumentProbes.map(([, number, words]) => `in_child(lambda: call(${number}, ${words}))`).join(', ')}]`,
      ),
    others: `${syscallPrelude}${architecture === 'x64' ? foreign : 'foreign = []\n'}${seen(
      `{"unknown": [call(n, ${bad}) for n in (${forgotten}, 423, 480, 511, 600, 5000)], "foreign": foreign}`,
    )}`,
  };
}
