// Folders for the files service to work in, each with a gateway of its own.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arena } from '../arena.js';
import { McpClient } from './mcp-client.js';

export interface ServedWorkspace {
  readonly folder: string;
  readonly client: McpClient;
}

/** A line of 64 bytes, 16 of which are 1 KB. */
const line = `${'value = compute(one, two, three)'.padEnd(63, ' #')}\n`;
export const oneKilobyte = line.repeat(16);

/** One file of 1 KB, and as many folders, in groups of 50, with two of them in each. The arena closes it. */
export async function openWorkspace(arena: Arena, folders: number): Promise<ServedWorkspace> {
  const folder = mkdtempSync(join(arena.scratch, 'workspace-'));
  writeFileSync(join(folder, 'one.py'), oneKilobyte);
  for (let index = 0; index < folders; index += 1) {
    const below = join(folder, `group${Math.floor(index / 50)}`, `part${index}`);
    mkdirSync(below, { recursive: true });
    for (const name of ['one.py', 'two.py']) writeFileSync(join(below, name), oneKilobyte);
  }
  const args = ['--workspace', folder, '--writable', '--services', 'files'];
  const client = await McpClient.open(args, { XDG_STATE_HOME: mkdtempSync(join(arena.scratch, 'state-')) });
  return { folder, client: arena.keep(client) };
}
