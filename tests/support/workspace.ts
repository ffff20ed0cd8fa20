// Workspaces for tests: folders with files, and programs that try them.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { type Jail, openJail } from './jail.js';

/** A folder with these files, which the starter of the test owns; removed after the last test of the file. */
export function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-workspace-'));
  chmodSync(folder, 0o755);
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A jail that shows the folder; closed after the last test of the file. */
export async function openJailOver(folder: string, access: 'read-only' | 'writable'): Promise<Jail> {
  return openJail([], await openWorkspace(folder, access));
}

/** `attempt(call, …)` answers `done`, or the errno's name; `read` and `write` are such calls. */
export const attempts = `
import errno, os
def attempt(call, *arguments):
    try: call(*arguments)
    except OSError as error: return errno.errorcode.get(error.errno, str(error.errno))
    return "done"
def read(path):
    with open(path, "rb") as file: return file.read()
def write(path):
    with open(path, "ab") as file: file.write(b"x")
def create(path):
    with open(path, "xb") as file: file.write(b"x")
`;
