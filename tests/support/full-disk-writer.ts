// A process in a mount namespace of its own, whose workspace is a disk of 1 MB: what the file tools say when it is full, and what
// they leave there. Prints one line of JSON.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refused, withFileTools } from './file-tools.js';

export interface OnFullDisk {
  readonly said: readonly string[];
  readonly left: readonly string[];
  readonly old: string;
  readonly kept: number;
  readonly afterwards: string;
  readonly size: number;
}

const [, , folder = ''] = process.argv;
writeFileSync(join(folder, 'a.txt'), 'old');
const filler = join(folder, 'filler');
fill();

await withFileTools(folder, 'writable', async ({ files, caller, undo }) => {
  const large = 'x'.repeat(300_000);
  const said = [
    refused(await files.write(caller, 'a.txt', large)),
    refused(await files.write(caller, 'new.txt', large)),
    refused(await files.edit(caller, 'a.txt', [{ oldText: 'old', newText: large }], 'apply')),
  ];
  const left = readdirSync(folder).sort();
  const old = readFileSync(join(folder, 'a.txt'), 'utf8');
  const kept = (await undo.list()).length;
  rmSync(filler);
  const again = await files.write(caller, 'a.txt', large);
  const size = statSync(join(folder, 'a.txt')).size;
  const told: OnFullDisk = { said, left, old, kept, afterwards: again.kind, size };
  process.stdout.write(`${JSON.stringify(told)}\n`);
});

/** Until nothing more goes in. */
function fill(): void {
  const some = Buffer.alloc(4096);
  try {
    for (;;) writeFileSync(filler, some, { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
