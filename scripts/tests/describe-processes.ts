// Who waits for what, of a test file that came to no end.
import { readFileSync } from 'node:fs';
import { childrenOf, familyOf } from '../../src/host/process-tree.js';

/** One line for each process of a file that is being tested: how far below, its state, what it waits for in the kernel, its command. */
export function describeProcesses(path: string): string {
  return childrenOf(process.pid)
    .filter((pid) => read(pid, 'cmdline').split('\0').includes(path))
    .flatMap(familyOf)
    .map(describe)
    .join('\n');
}

function describe(pid: number): string {
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(read(pid, 'status'))?.[1] ?? '?';
  const command = read(pid, 'cmdline').replaceAll('\0', ' ').trim().slice(0, 160);
  const waitsFor = read(pid, 'wchan') || '?';
  return `${pid} below ${field('PPid')}, ${field('State')}, in ${waitsFor}: ${command || field('Name')}`;
}

function read(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}
