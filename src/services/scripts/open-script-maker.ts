// Makes the environments of scripts by what makes all others (../environments/), and keeps them where those are. Wheels alone: no code of
// a package runs before its program does, in that program's jail.
import type { ExecutionJournal } from '../../core/execution-journal.js';
import { PymcpError } from '../../core/errors.js';
import type { EnvironmentName } from '../../core/names.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import type { Boundary } from '../../execution/open-template.js';
import { runCommand } from '../../host/run-command.js';
import { createEnvironment } from '../environments/create-environment.js';
import { parseIndex } from '../environments/index-address.js';
import { openArchiveCache } from '../environments/open-archive-cache.js';
import type { ScriptMaker } from './script-environments.js';

export interface ScriptMaking {
  /** null: that of the preset pypi. */
  readonly index: string | null;
  /** Absolute path. */
  readonly interpreter: string;
  readonly strict: boolean;
  readonly boundary: Boundary;
  /** audit.chain: each step is an execution. */
  readonly journal: ExecutionJournal;
  /** What a person should know, a sentence. */
  readonly onNote: (text: string) => void;
}

const quietSeconds = 30;
const askMs = 10_000;

/** @throws PymcpError `environment.index-refused`, `environment.store-failed` */
export function openScriptMaker({ index: given, interpreter, onNote, ...making }: ScriptMaking): ScriptMaker {
  const index = parseIndex(given ?? 'pypi');
  const places = { store: openEnvironmentStore(), cache: openArchiveCache() };
  const { store } = places;
  return {
    ...{ index: index.url, interpreter },
    pythonVersion: () => askVersion(interpreter),
    find: (name) => {
      try {
        return store.find(name).record.packages;
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    make: async ({ name, requirements, review, signal }) => {
      await removeUnusable(store, name);
      onNote(
        `making the environment ${name} for a program that asks for ${requirements.replaceAll('\n', ', ')}`,
      );
      const wanted = {
        ...{ name, index, quietSeconds, preload: [], allowSource: new Set<string>() },
        requirements: { text: requirements, file: 'a block "# /// script"' },
        resolver: 'auto' as const,
        acceptLock: (_lock: string, packages: Parameters<typeof review>[0]): Promise<void> => {
          review(packages);
          return Promise.resolve();
        },
      };
      try {
        await createEnvironment(wanted, places, { ...making, interpreter, signal }, { ...silent, onNote });
      } catch (error) {
        // Another process has made it meanwhile; what is in it is judged by whoever asked.
        if (!(error instanceof PymcpError && error.code === 'environment.name-taken')) throw error;
      }
    },
  };
}

const silent = { onStep: ignore, onPackage: ignore, onBytes: ignore } as const;

function ignore(): void {
  // Nobody is there to be told.
}

/** Damaged ones are made anew. */
const isAbsent = (error: unknown): boolean =>
  error instanceof PymcpError && ['environment.unknown', 'environment.damaged'].includes(error.code);

/** One that is damaged, or is not what the policy allows any more, has a record all the same. */
async function removeUnusable(
  store: ReturnType<typeof openEnvironmentStore>,
  name: EnvironmentName,
): Promise<void> {
  try {
    await store.remove(name);
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

/** @throws PymcpError `host.program-missing` */
async function askVersion(interpreter: string): Promise<string> {
  const program = 'import sys;print("%d.%d.%d"%sys.version_info[:3])';
  const { status, stdout } = await runCommand(interpreter, ['-I', '-S', '-c', program], {
    timeoutMs: askMs,
    env: { LC_ALL: 'C.UTF-8' },
  });
  if (status === 0) return stdout.trim();
  throw new PymcpError(
    'host.program-missing',
    `${interpreter} does not say its version`,
    'install it: sudo apt-get install -y python3',
  );
}
