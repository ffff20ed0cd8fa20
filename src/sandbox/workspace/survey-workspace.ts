// path.protected: finds what is protected in a workspace: by name, as the target of a link with such a name, and under
// every other name of a masked file (hard links). Reads names and numbers only, never content.
import { PymcpError } from '../../core/errors.js';
import type { ByteString, EntryStatus, WalkedFolder } from '../../host/walked-folder.js';
import type { FolderRecords, NamedEntry } from './folder-records.js';
import { HardLinks } from './hard-links.js';
import type { ProtectedPlace } from './plan-covers.js';
import { QuickLook } from './quick-look.js';
import { joinPath, type Walk, walkFolders } from './walk-folders.js';

export interface Survey {
  readonly places: readonly ProtectedPlace[];
  /** Every entry with a protected name that lies in no other, and what stands there: kind, inode, birth. */
  readonly named: ReadonlyMap<ByteString, string>;
  /** What protected links lead to in the workspace, by path: likewise. */
  readonly targets: ReadonlyMap<ByteString, string>;
  /** When the files among both last changed: also by a name that came or went, and a mask with it. */
  readonly changes: ReadonlyMap<ByteString, bigint>;
}

const mostEntries = 200_000;
/** limit.memory: of all paths that are kept and told to the sandbox; a guest may have made them. */
const mostKeptBytes = 1024 * 1024;

/**
 * @param look told of all that decides what is found; also where this rejects, whoever made it closes it
 * @throws PymcpError `workspace.refused` where there is too much to look through
 */
export async function surveyWorkspace(
  root: WalkedFolder,
  records: FolderRecords,
  look = new QuickLook(0),
): Promise<Survey> {
  const survey = new Surveyor(Buffer.from(root.path).toString('latin1'), records, look);
  await walkFolders(root, survey);
  await survey.hardLinks.findAll(root, records, new EntryBudget().spend, survey.add);
  const { places, named, targets, changes } = survey;
  return { places, named, targets, changes };
}

/** limit.cpu: counts what was looked at. */
class EntryBudget {
  #left = mostEntries;

  readonly spend = (entries: number): void => {
    this.#left -= entries;
    if (this.#left >= 0) return;
    throw new PymcpError(
      'workspace.refused',
      `the workspace has more than ${mostEntries} files and folders, too many to look for secrets before each run`,
      'name a smaller folder, or move large folders such as node_modules out of it',
    );
  };
}

class Surveyor implements Walk {
  readonly places: ProtectedPlace[] = [];
  readonly named = new Map<ByteString, string>();
  readonly targets = new Map<ByteString, string>();
  readonly changes = new Map<ByteString, bigint>();
  readonly hardLinks = new HardLinks();
  readonly #rootPath: ByteString;
  readonly #records: FolderRecords;
  readonly #look: QuickLook;
  readonly #budget = new EntryBudget();
  #keptBytes = 0;
  /** How a folder is protected by one that it lies in, or by itself; not there where it is not. */
  readonly #within = new Map<ByteString, ProtectedPlace['cover']>();

  constructor(rootPath: ByteString, records: FolderRecords, look: QuickLook) {
    this.#rootPath = rootPath;
    this.#records = records;
    this.#look = look;
  }

  readonly add = (place: ProtectedPlace): void => {
    this.#count(place.path);
    this.places.push(place);
  };

  enter(folder: WalkedFolder, path: ByteString): readonly ByteString[] {
    const within = this.#within.get(path);
    this.#look.enter(folder);
    const record = this.#records.readNames(folder, this.#budget.spend);
    for (const name of record.folders) {
      if (within !== undefined) this.#within.set(joinPath(path, name), within);
    }
    if (within === 'masked') this.hardLinks.addAllOf(folder);
    else for (const entry of record.protected) this.#note(folder, path, entry);
    return record.folders;
  }

  keeps(folder: WalkedFolder): boolean {
    return this.#look.keeps(folder);
  }

  /** Whoever owns it can make it readable again. */
  skip(path: ByteString): void {
    this.#look.doubt();
    this.add({ path, cover: 'masked' });
    if (!this.#within.has(path)) this.#name(path, 'unreadable');
  }

  #note(folder: WalkedFolder, above: ByteString, entry: NamedEntry): void {
    const path = joinPath(above, entry.name);
    const isInReadOnly = this.#within.get(above) === 'read-only';
    const status = folder.inspect(entry.name);
    if (status === null) this.#look.doubt();
    else this.#look.note(folder, entry.name, status);
    if (status === null || (isInReadOnly && entry.protection === 'read-only')) return;
    if (!isInReadOnly) this.#name(path, identify(status));
    if (status.kind === 'other') this.changes.set(path, status.changedNs);
    if (status.kind === 'link') this.#noteTarget(folder, entry);
    else this.#noteEntry(path, entry, status);
  }

  #noteEntry(path: ByteString, { protection }: NamedEntry, status: EntryStatus): void {
    this.add({ path, cover: protection });
    if (status.kind === 'folder') this.#within.set(path, protection);
    else this.hardLinks.add(status, protection);
  }

  /** A link shows nothing by itself. What it leads to outside the workspace does not exist in the jail. */
  #noteTarget(folder: WalkedFolder, { name, protection }: NamedEntry): void {
    const target = folder.resolve(name);
    if (target === this.#rootPath) refuseWhole(name);
    if (target?.startsWith(`${this.#rootPath}/`) !== true) return;
    const path = target.slice(this.#rootPath.length + 1);
    this.add({ path, cover: protection });
    const status = folder.inspectTarget(name);
    this.targets.set(path, status === null ? 'nothing' : identify(status));
    if (status?.kind !== 'other') return;
    this.changes.set(path, status.changedNs);
    this.hardLinks.add(status, protection);
  }

  #name(path: ByteString, what: string): void {
    this.#count(path);
    this.named.set(path, what);
  }

  #count(path: ByteString): void {
    this.#keptBytes += path.length;
    if (this.#keptBytes > mostKeptBytes) refuseTooMany();
  }
}

/** An inode's number alone says nothing: file systems give that of a removed file to the next one that is made. */
function identify({ kind, device, inode, bornNs }: EntryStatus): string {
  return `${kind} ${device}:${inode} ${bornNs}`;
}

function refuseTooMany(): never {
  throw new PymcpError(
    'workspace.refused',
    'the workspace has more files and folders to protect than are possible',
    'name a smaller folder, or move large folders such as node_modules out of it',
  );
}

function refuseWhole(name: ByteString): never {
  throw new PymcpError(
    'workspace.refused',
    `the link ${JSON.stringify(name)} in the workspace leads to the whole workspace, which would be protected with it`,
    'remove the link',
  );
}
