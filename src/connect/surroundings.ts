// On what machine a client runs and whose it is: all that says where its settings lie. Plain values, so that the paths of
// every system can be told, and tested, on any.
import { posix, win32, type PlatformPath } from 'node:path';

export type Platform = 'linux' | 'darwin' | 'win32';

export interface Surroundings {
  readonly platform: Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function pathsOf({ platform }: Pick<Surroundings, 'platform'>): PlatformPath {
  return platform === 'win32' ? win32 : posix;
}

/** XDG Base Directory Specification; relative paths are ignored, as it says. */
export function configHome({ home, env }: Surroundings): string {
  const chosen = env['XDG_CONFIG_HOME'];
  return chosen?.startsWith('/') === true ? chosen : posix.join(home, '.config');
}

/** Where Windows keeps a person's settings that roam. */
export function roamingFolder({ home, env }: Surroundings): string {
  return env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming');
}

/** Where Electron programs keep a person's settings. */
export function applicationFolder(surroundings: Surroundings, name: string): string {
  const paths = pathsOf(surroundings);
  switch (surroundings.platform) {
    case 'linux':
      return paths.join(configHome(surroundings), name);
    case 'darwin':
      return paths.join(surroundings.home, 'Library', 'Application Support', name);
    case 'win32':
      return paths.join(roamingFolder(surroundings), name);
  }
}
