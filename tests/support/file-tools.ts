// The files service in this process, over a real jail; and what tests plant in a workspace.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Caller, toCaller } from '../../src/core/caller.js';
import type { JailLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import type { SecretRedactor } from '../../src/core/secret-redactor.js';
import { Executor } from '../../src/execution/executor.js';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { FilesService } from '../../src/services/files/files-service.js';
import { UndoStore } from '../../src/services/files/undo-store.js';
import type { Answer } from '../../src/services/python/answer.js';

export interface FileTools {
  readonly files: FilesService;
  readonly executor: Executor;
  readonly caller: Caller;
  readonly undo: UndoStore;
  /** The content of a whole file. */
  readonly read: (path: string) => Promise<string>;
}

interface Options {
  readonly redactor?: SecretRedactor;
  readonly limits?: JailLimits;
}

export const environment = parseEnvironmentName('python');

/** For one test; nothing of it is left afterwards. */
export async function withFileTools(
  folder: string,
  access: 'read-only' | 'writable',
  work: (tools: FileTools) => Promise<void>,
  { redactor, limits }: Options = {},
): Promise<void> {
  const workspace = await openWorkspace(folder, access);
  const state = mkdtempSync(join(tmpdir(), 'pymcp-undo-'));
  const executor = new Executor({ strict: false, workspace, ...(limits === undefined ? {} : { limits }) });
  try {
    const undo = new UndoStore(join(state, 'own/undo/one'));
    const onProblem = (error: unknown): void => {
      throw error;
    };
    const more = redactor === undefined ? {} : { redactor };
    const files = new FilesService({ executor, environment, workspace, undo, onProblem, ...more });
    const caller = toCaller('the test');
    const read = async (path: string): Promise<string> =>
      done(await files.readText(caller, path, { mostBytes: 100_000 })).content;
    await work({ files, executor, caller, undo, read });
  } finally {
    await executor.close();
    rmSync(state, { recursive: true, force: true });
  }
}

export function done<Value>(answer: Answer<Value>): Value {
  assert.ok(answer.kind === 'done', answer.kind === 'refused' ? answer.error.message : '');
  return answer.value;
}

/** What was said. */
export function refused(answer: Answer<unknown>): string {
  assert.ok(answer.kind === 'refused', JSON.stringify(answer));
  const { code, message, hint } = answer.error;
  assert.notEqual(hint, '');
  return `${code}: ${message}`;
}

/** A search for a literal text in everything that is not ignored. */
export const textQuery = {
  pattern: 'a',
  isRegex: false,
  ignoreCase: false,
  included: [],
  excluded: [],
  withIgnored: false,
  most: 100,
  around: 0,
};
