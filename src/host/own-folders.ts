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
  const state = xdgFolders.map(([variable, usual]) =>
    join(absolute(process.env[variable]) ?? join(homedir(), usual), name),
  );
  const runtime = absolute(process.env['XDG_RUNTIME_DIR']);
  return [
    ...state,
    ...(runtime === null ? [] : [join(runtime, name)]),
    join('/run/user', String(uid), name),
    join('/run', name),
    join(tmpdir(), `${name}-${uid}`),
  ];
}

/** The specification has relative paths ignored. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') === true ? path : null;
}
