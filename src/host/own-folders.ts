// Where this program keeps its state (XDG Base Directory Specification) and its sockets, whether or not they exist.
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentIdentity } from './process-identity.js';

const name = 'isolated-pymcp';

const xdgFolders = [
  ['XDG_CONFIG_HOME', '.config'],
  ['XDG_STATE_HOME', '.local/state'],
  ['XDG_DATA_HOME', '.local/share'],
  ['XDG_CACHE_HOME', '.cache'],
] as const;

export function listOwnFolders(): readonly string[] {
  const { uid } = currentIdentity();
  const state = xdgFolders.flatMap(([variable, usual]) => toOwnFolder(variable, usual) ?? []);
  const runtime = absolute(process.env['XDG_RUNTIME_DIR']);
  return [
    ...state,
    ...(runtime === null ? [] : [join(runtime, name)]),
    join('/run/user', String(uid), name),
    join('/run', name),
    join(tmpdir(), `${name}-${uid}`),
  ];
}

/** Where the configuration is looked for; null where neither XDG_CONFIG_HOME nor a home says. */
export function configFolder(): string | null {
  return toOwnFolder('XDG_CONFIG_HOME', '.config');
}

/** What has to outlive this process; null as above. */
export function stateFolder(): string | null {
  return toOwnFolder('XDG_STATE_HOME', '.local/state');
}

/** What can be had again, at the cost of a download; null as above. */
export function dataFolder(): string | null {
  return toOwnFolder('XDG_DATA_HOME', '.local/share');
}

/** What is there to save a download; null as above. */
export function cacheFolder(): string | null {
  return toOwnFolder('XDG_CACHE_HOME', '.cache');
}

function toOwnFolder(variable: string, usual: string): string | null {
  const chosen = absolute(process.env[variable]);
  if (chosen !== null) return join(chosen, name);
  const home = findHome();
  return home === null ? null : join(home, usual, name);
}

/** A user without an account may have none. */
function findHome(): string | null {
  try {
    return absolute(homedir());
  } catch {
    return null;
  }
}

/** The specification has relative paths ignored. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') === true ? path : null;
}
