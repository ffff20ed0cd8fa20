// Every Python environment that there is at this moment: the built-in ones, and those that this user has made.
import type { EnvironmentRecord } from '../../core/environment-record.js';
import { PymcpError } from '../../core/errors.js';
import { type EnvironmentName, parseEnvironmentName } from '../../core/names.js';
import { isScriptEnvironment } from '../../core/script-environment.js';
import { dataFolder } from '../../host/own-folders.js';
import type { FolderStamp } from '../../host/private-folder.js';
import {
  commonModules,
  findBuiltInEnvironment,
  listEnvironments,
  type NamedEnvironment,
  type PythonEnvironment,
} from '../environments.js';
import { openEnvironmentStore } from './environment-store.js';
import { unknownEnvironment } from './store-errors.js';

export interface KnownEnvironments {
  /** With a cheap look at what it is made of. @throws PymcpError `environment.unknown`, and as EnvironmentStore.find */
  find(name: EnvironmentName): PythonEnvironment;
  /** Those that can be used, the built-in ones first. Never throws: whoever names one is told what is wrong with it. */
  list(): readonly NamedEnvironment[];
  /** Of the files that it is read of. Never throws. */
  stamp(): FolderStamp | null;
}

/** Asked each time: one that is made, made again or removed meanwhile is seen as it is. */
export const knownEnvironments: KnownEnvironments = {
  find: findEnvironment,
  list: listKnownEnvironments,
  stamp: stampOfStore,
};

/** As KnownEnvironments.find. */
export function findEnvironment(name: EnvironmentName): PythonEnvironment {
  const builtIn = findBuiltInEnvironment(name);
  if (builtIn !== null) return builtIn;
  if (dataFolder() === null) throw unknownEnvironment(name, []);
  const { record, folder } = openEnvironmentStore().find(name);
  return toEnvironment(record, folder);
}

function listKnownEnvironments(): readonly NamedEnvironment[] {
  return [...listEnvironments(), ...listMade()];
}

function stampOfStore(): FolderStamp | null {
  return unlessRefused(() => openEnvironmentStore().stamp(), null);
}

function listMade(): readonly NamedEnvironment[] {
  return unlessRefused(() => {
    const store = openEnvironmentStore();
    // Those of scripts are for whoever asks for their packages, by what they ask for.
    const names = store.names().filter((one) => !isScriptEnvironment(one));
    return names.flatMap((text) =>
      unlessRefused(() => {
        const name = parseEnvironmentName(text);
        return [{ name, kind: 'made' as const, ready: sayPackages(store.find(name).record) }];
      }, []),
    );
  }, []);
}

/** Whoever looks on is shown nothing where whoever asks is told what is wrong. */
function unlessRefused<Value>(work: () => Value, otherwise: Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof PymcpError) return otherwise;
    throw error;
  }
}

function toEnvironment(record: EnvironmentRecord, folder: string): PythonEnvironment {
  const { python, pythonVersion, preload, content } = record;
  return {
    interpreter: python,
    preload: [...new Set([...commonModules, ...preload])],
    optionalPreload: [],
    packages: { folder, content, pythonVersion },
  };
}

const mostNamed = 3;

function sayPackages({ packages }: EnvironmentRecord): string {
  const names = packages.map(({ name }) => name);
  if (names.length === 0) return 'no package';
  const rest = names.length - mostNamed;
  return rest > 0 ? `${names.slice(0, mostNamed).join(', ')} and ${rest} more` : names.join(', ');
}
