// A memory in a home of its own, in this process, for tests of what is in its file.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCaller } from '../../src/core/caller.js';
import { PymcpError } from '../../src/core/errors.js';
import { noSecrets } from '../../src/core/no-secrets.js';
import type { SecretRedactor } from '../../src/core/secret-redactor.js';
import { DatabaseFolder } from '../../src/host/database-folder.js';
import type { MemoryBounds } from '../../src/services/memory/bounds.js';
import type { Entity } from '../../src/services/memory/graph.js';
import { MemoryService } from '../../src/services/memory/memory-service.js';

export const asker = { caller: toCaller('test'), tool: 'test' };

/** In memory where there is such a place: what is on the disk when a process is killed is not asked of the disk. */
export function makeMemoryFolder(): string {
  const shared = '/dev/shm';
  return mkdtempSync(join(existsSync(shared) ? shared : tmpdir(), 'pymcp-memory?%20-'));
}

export class MemoryHome {
  readonly path = makeMemoryFolder();
  readonly #before = process.env['XDG_STATE_HOME'];
  readonly #opened: MemoryService[] = [];

  constructor() {
    process.env['XDG_STATE_HOME'] = this.path;
  }

  /** Closed by `remove`. */
  open(bounds: Partial<MemoryBounds> = {}, redactor: SecretRedactor = noSecrets): MemoryService {
    const memory = new MemoryService({ workspace: null, bounds, redactor });
    this.#opened.push(memory);
    return memory;
  }

  get folder(): DatabaseFolder {
    return new DatabaseFolder(join(this.path, 'isolated-pymcp/memory/default'));
  }

  async remove(): Promise<void> {
    for (const memory of this.#opened) await memory.close();
    if (this.#before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = this.#before;
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function entity(name: string, ...observations: string[]): Entity {
  return { name, entityType: 'x', observations };
}

export async function namesIn(memory: MemoryService): Promise<readonly string[]> {
  return (await memory.readWhole(asker)).entities.map(({ name }) => name).sort();
}

export function isError(code: string, message: RegExp, hint = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PymcpError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.match(error.hint, hint);
    return true;
  };
}
