// Finds Python files in a walk. Names of a folder that has not changed are remembered; files are looked at each time.
import { PymcpError } from '../../../core/errors.js';
import type { ByteString, WalkedFolder } from '../../../host/walked-folder.js';
import { joinPath, type Walk } from '../../../sandbox/workspace/walk-folders.js';

interface Names {
  readonly stamp: string;
  readonly folders: readonly ByteString[];
  readonly files: readonly ByteString[];
}

const mostFiles = 50_000;
/** A change within one tick of the kernel's clock leaves a stamp as it is: what is younger counts as changed. */
const settledMs = 100;
/** As the language server leaves them out. */
const passedOver: ReadonlySet<string> = new Set(['node_modules', '__pycache__']);
/** What decides how it reads the others. */
const settings: ReadonlySet<string> = new Set(['pyrightconfig.json', 'pyproject.toml']);

export function isPythonFile(path: string): boolean {
  return path.endsWith('.py') || path.endsWith('.pyi');
}

export class PythonNames {
  readonly #known = new Map<string, Names>();

  /** @param files is filled: path → stamp */
  collect(files: Map<string, string>, isHidden: (path: ByteString) => boolean): Walk {
    return {
      enter: (folder, path) => {
        if (path !== '' && isHidden(path)) return [];
        const names = this.#read(folder);
        for (const name of names.files) {
          const place = joinPath(path, name);
          const shown = Buffer.from(place, 'latin1').toString('utf8');
          const stamp = shown.includes('\ufffd') || isHidden(place) ? null : stampOf(folder, name);
          if (stamp !== null) files.set(shown, stamp);
        }
        if (files.size > mostFiles) refuseTooMany();
        return names.folders;
      },
      skip: () => undefined,
    };
  }

  #read(folder: WalkedFolder): Names {
    const { key, text: stamp, changedMs } = folder.stamp;
    const known = this.#known.get(key);
    if (known?.stamp === stamp) return known;
    const folders: ByteString[] = [];
    const files: ByteString[] = [];
    for (const { name, kind } of folder.entries()) {
      if (kind === 'folder' && !name.startsWith('.') && !passedOver.has(name)) folders.push(name);
      else if (kind === 'other' && (isPythonFile(name) || settings.has(name))) files.push(name);
    }
    const names = { stamp, folders, files };
    if (this.#known.size > mostFiles) this.#known.clear();
    if (Math.abs(Date.now() - changedMs) > settledMs) this.#known.set(key, names);
    else this.#known.delete(key);
    return names;
  }
}

/** A file that was changed a moment ago may change again within the same tick: until it has settled each look is another. */
function stampOf(folder: WalkedFolder, name: ByteString): string | null {
  const status = folder.inspect(name);
  if (status?.kind !== 'other') return null;
  const now = Date.now();
  const young = Math.abs(now - Number(status.changedNs / 1_000_000n)) <= settledMs ? ` ${now}` : '';
  return `${status.device}:${status.inode} ${status.changedNs}${young}`;
}

function refuseTooMany(): never {
  throw new PymcpError(
    'workspace.refused',
    `the workspace has more than ${mostFiles} Python files`,
    'name a smaller folder',
  );
}
