// strace on a process of the jail: it writes down what is called, or lets calls fail (fault injection in strace(1)). What is
// counted with `when=` is counted for each process by itself, from when strace has it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Strace {
  /** Lets go of everything. @returns of each process that was traced what it called, a line each */
  detach(): Promise<Map<number, string[]>>;
}

/** Attached to a process and to what it starts from now on. @param options of strace(1) */
export async function attachStrace(pid: number, options: readonly string[]): Promise<Strace> {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-strace-'));
  // One file for each process: in a common one they cut each other's lines in two.
  const words = ['-ff', '-o', join(folder, 'of'), ...options, '-p', String(pid)];
  const child = spawn('/usr/bin/strace', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let said = '';
  const attached = new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(' attached')) resolve();
    });
  });
  await Promise.race([attached, ended]);
  assert.match(said, /attached/, `strace: ${said}`);
  return {
    async detach() {
      child.kill('SIGINT');
      await ended;
      const files = readdirSync(folder).map((name): [number, string[]] => [
        Number(name.split('.').at(-1)),
        readFileSync(join(folder, name), 'utf8').split('\n'),
      ]);
      rmSync(folder, { recursive: true });
      return new Map(files);
    },
  };
}
