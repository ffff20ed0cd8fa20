// A program by its name, for baselines only: what builds our jails is never looked for in PATH.
import { delimiter, join } from 'node:path';
import { isExecutable } from '#pymcp/host/files.js';

export async function findProgram(name: string): Promise<string | null> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  for (const folder of folders.filter((text) => text.startsWith('/'))) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}
