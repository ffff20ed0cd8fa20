// An index, and places of its own for the environments that are made of it; and what must not be left where that fails.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendChoice } from '../../src/core/backend-names.js';
import { noJournal } from '../../src/core/execution-journal.js';
import { PymcpError } from '../../src/core/errors.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import type { ResolverName } from '../../src/core/resolver-names.js';
import {
  EnvironmentStore,
  type FoundEnvironment,
} from '../../src/execution/environments/environment-store.js';
import { ArchiveCache } from '../../src/host/archive-cache.js';
import { createEnvironment } from '../../src/services/environments/create-environment.js';
import { parseIndex } from '../../src/services/environments/index-address.js';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import { type BuiltArchive, toRequirements } from '../support/wheels/make-wheel.js';

export interface CreateOptions {
  readonly allowSource?: readonly string[];
  readonly index?: string;
  /** pip where nothing is said, whatever else is installed. */
  readonly resolver?: ResolverName;
  readonly signal?: AbortSignal;
  /** What its jails are made of; the strongest that is here where nothing is said. */
  readonly backend?: BackendChoice;
  /** How long the index may say nothing. */
  readonly quietSeconds?: number;
}

export interface Stage {
  readonly index: PackageIndex;
  /** Of this stage alone. */
  readonly folder: string;
  readonly store: EnvironmentStore;
  readonly notes: string[];
  /** What was resolved, as it is shown. */
  readonly locks: string[];
  /** What `pymcp env create` does. @param requirements text, or archives that are pinned with their hashes */
  readonly create: (
    requirements: string | readonly BuiltArchive[],
    options?: CreateOptions,
  ) => Promise<FoundEnvironment>;
  /** Asserts that it is refused so, and that nothing half-made is left. */
  readonly refuses: (work: Promise<unknown>, code: string, message: RegExp, hint: RegExp) => Promise<void>;
  /** Forgets what was made, what was downloaded and what the index has. */
  readonly renew: () => void;
  readonly close: () => Promise<void>;
}

const interpreter = '/usr/bin/python3';
export const name = parseEnvironmentName('made');

export async function openStage(index?: PackageIndex): Promise<Stage> {
  const own = index ?? (await openPackageIndex());
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-environments-'));
  const [environments, archives] = [join(folder, 'environments'), join(folder, 'archives')];
  const places = { store: new EnvironmentStore(environments), cache: new ArchiveCache(archives, 1e9) };
  const notes: string[] = [];
  const locks: string[] = [];
  const renew = (): void => {
    own.clear();
    notes.length = 0;
    for (const path of [environments, archives]) rmSync(path, { recursive: true, force: true });
  };
  const isBare = (): void => {
    const left = (path: string): readonly string[] => {
      try {
        return readdirSync(join(environments, path)).sort();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    };
    assert.deepEqual(
      left('.').filter((one) => one.endsWith('.json')),
      [],
      'no record',
    );
    assert.deepEqual(left('trees'), [], 'no tree');
    assert.deepEqual(left('staging'), [], 'nothing that is being made');
    const drafts = readdirIfThere(archives).filter((one) => one.startsWith('.'));
    assert.deepEqual(drafts, [], 'no archive that is not whole');
  };
  mkdirSync(folder, { recursive: true });
  return {
    ...{ index: own, folder, store: places.store, notes, locks, renew },
    create: (requirements, options = {}) => {
      const text = typeof requirements === 'string' ? requirements : toRequirements(requirements);
      return createEnvironment(
        {
          name,
          requirements: { text, file: 'requirements.txt' },
          preload: [],
          index: parseIndex(options.index ?? own.url),
          allowSource: new Set(options.allowSource),
          resolver: options.resolver ?? 'pip',
          quietSeconds: options.quietSeconds ?? 20,
          acceptLock: (lock) => {
            locks.push(lock);
            return Promise.resolve();
          },
        },
        places,
        {
          ...{
            interpreter,
            strict: false,
            boundary: { backend: options.backend ?? 'auto' },
            journal: noJournal,
          },
          signal: options.signal ?? new AbortController().signal,
        },
        {
          ...{ onStep: ignore, onPackage: ignore, onBytes: ignore },
          onNote: (text) => notes.push(text),
        },
      );
    },
    refuses: async (work, code, message, hint) => {
      await assert.rejects(work, (error: unknown) => {
        if (!(error instanceof PymcpError)) throw error;
        assert.equal(error.code, code, `${error.message} / ${error.hint}`);
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      });
      isBare();
    },
    close: async () => {
      await own.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function readdirIfThere(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function ignore(): void {
  // Not what this test looks at.
}
