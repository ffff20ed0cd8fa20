// Who waits for what, of a test file that came to no end.
import { readKernelFile } from '../../src/host/files.js';
import { readProcessStatus } from '../../src/host/process-status.js';
import { childrenOf, familyOf } from '../../src/host/process-tree.js';

/** One line for each process of a file that is being tested: below whom it is, its state, what it waits for in the kernel, its command. */
export function describeProcesses(path: string): string {
  return childrenOf(process.pid)
    .filter((pid) => wordsOf(pid).includes(path))
    .flatMap(familyOf)
    .map(describe)
    .join('\n');
}

function describe(pid: number): string {
  const field = (name: string): string => readProcessStatus(pid)?.get(name) ?? '?';
  const command = wordsOf(pid).join(' ').trim().slice(0, 160);
  const waitsFor = readKernelFile(`/proc/${pid}/wchan`) ?? '?';
  return `${pid} below ${field('PPid')}, ${field('State')}, in ${waitsFor}: ${command || field('Name')}`;
}

function wordsOf(pid: number): readonly string[] {
  return (readKernelFile(`/proc/${pid}/cmdline`) ?? '').split('\0');
}
