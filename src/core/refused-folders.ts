// path.contained: folders that are no workspace, whoever asks. Pure data, each with its reason.

export interface RefusedFolders {
  readonly reason: string;
  readonly hint: string;
  /** Refused themselves. */
  readonly folders: readonly string[];
  /** Refused with everything below. */
  readonly trees: readonly string[];
}

const ownProject = 'name the folder of one project, e.g. ~/projects/name';

// prettier-ignore
export const refusedFolders: readonly RefusedFolders[] = [
  {
    reason: 'it is the whole machine',
    hint: ownProject,
    folders: ['/'],
    trees: [],
  },
  {
    reason: 'it is where the kernel shows itself and its devices',
    hint: ownProject,
    folders: [],
    trees: ['/proc', '/sys', '/dev'],
  },
  {
    reason: 'the system starts from it and obeys what stands in it',
    hint: ownProject,
    folders: ['/usr', '/usr/local', '/var', '/opt'],
    trees: [
      '/boot', '/etc', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/usr/bin', '/usr/sbin', '/usr/lib', '/usr/lib32',
      '/usr/lib64', '/usr/libexec', '/usr/libx32', '/usr/local/bin', '/usr/local/lib', '/usr/local/sbin', '/lost+found',
    ],
  },
  {
    reason: 'it belongs to services of the system',
    hint: ownProject,
    folders: ['/run', '/run/media', '/run/user', '/var/lib', '/var/log', '/var/run'],
    trees: ['/var/cache', '/var/lib/dpkg', '/var/lib/docker', '/var/lib/containers', '/var/lib/systemd', '/var/spool'],
  },
  {
    reason: 'it holds the folders of several people or programs',
    hint: 'make a folder below it and name that one',
    folders: ['/home', '/mnt', '/media', '/srv', '/tmp', '/var/tmp', '/snap'],
    trees: [],
  },
];

/** Why a folder is refused, null where nothing here speaks against it. @param path absolute and real */
export function findRefusal(path: string): RefusedFolders | null {
  return (
    refusedFolders.find(
      ({ folders, trees }) => folders.includes(path) || trees.some((tree) => isInside(path, tree)),
    ) ?? null
  );
}

/** True for the folder itself and everything below. Both absolute and without links. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
