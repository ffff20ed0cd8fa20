// Copies of the built package with edits in them, in a folder that everybody may read. The one that judges is never edited.
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';
import { packagesBehind } from '../support/packages-behind.js';
import { applyEdits } from './apply-edits.js';
import type { Edit } from './switch.js';

const parts = ['dist', 'guest', 'hostile', 'package.json'] as const;

export class PackageCopies {
  /** As it was built, with the tests that run in the pen. */
  readonly whole: string;
  /** Holds all of them. */
  readonly stage: string;
  #count = 0;

  constructor() {
    this.stage = mkdtempSync(join(tmpdir(), 'pymcp-ablation-'));
    chmodSync(this.stage, 0o755);
    this.whole = join(this.stage, 'whole');
    for (const part of [...parts, 'dist-test/src', 'dist-test/tests', ...packagesBehind()])
      cpSync(join(packageRoot(), part), join(this.whole, part), { recursive: true });
  }

  /** @throws Error where an edit does not fit: the table of switches has rotted */
  make(edits: readonly Edit[]): string {
    this.#count += 1;
    const folder = join(this.stage, String(this.#count));
    for (const part of parts) cpSync(join(this.whole, part), join(folder, part), { recursive: true });
    symlinkSync(join(this.whole, 'node_modules'), join(folder, 'node_modules'));
    const texts = applyEdits((file) => readFileSync(join(folder, file), 'utf8'), edits);
    for (const [file, text] of texts) writeFileSync(join(folder, file), text);
    return folder;
  }

  discard(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
  }

  remove(): void {
    this.discard(this.stage);
  }
}
