// What the programs under test keep of their user (settings, tokens, the audit log) goes to folders of the run, and with it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function withOwnState(work: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-tests-'));
  for (const kind of ['CONFIG', 'STATE', 'DATA', 'CACHE']) {
    const path = join(folder, kind.toLowerCase());
    mkdirSync(path, { mode: 0o700 });
    process.env[`XDG_${kind}_HOME`] = path;
  }
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
