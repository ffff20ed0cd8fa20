// Keeps the last changes of one workspace in the state folder of this user, where no guest can reach. Each is two files, what
// was there and then what happened to it, so that a kill leaves no record without what it needs.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { messageOf } from '../../core/message-of.js';
import { nowMs } from '../../host/clock.js';
import { stateFolder } from '../../host/own-folders.js';
import { PrivateFolder } from '../../host/private-folder.js';
import { startTimeOf } from '../../host/start-time.js';
import { type ChangeRecord, changeRecord, type KeptChange, type NewChange } from './change-record.js';

export interface UndoBounds {
  readonly changes: number;
  /** Of what was there before, of all of them together. */
  readonly bytes: number;
}

const ordinaryBounds: UndoBounds = { changes: 100, bytes: 64 * 1024 * 1024 };
/** A record with the names of many files, and files of 16 MiB in base64. */
const mostRecordBytes = 4 * 1024 * 1024;
const mostContentBytes = 24 * 1024 * 1024;
const digits = 10;

export class UndoStore {
  readonly #records: PrivateFolder;
  readonly #contents: PrivateFolder;
  readonly #bounds: UndoBounds;

  /** @param folder of one workspace */
  constructor(folder: string, bounds: Partial<UndoBounds> = {}) {
    this.#records = new PrivateFolder(folder, mostRecordBytes);
    this.#contents = new PrivateFolder(folder, mostContentBytes);
    this.#bounds = { ...ordinaryBounds, ...bounds };
  }

  /** null where this user has no state folder. @param workspace its path on this machine */
  static ofWorkspace(workspace: string, bounds: Partial<UndoBounds> = {}): UndoStore | null {
    const state = stateFolder();
    if (state === null) return null;
    const name = createHash('sha256').update(workspace).digest('hex').slice(0, 32);
    return new UndoStore(join(state, 'undo', name), bounds);
  }

  get folder(): string {
    return this.#records.path;
  }

  /** Lasting when it resolves. @param content what was there; null where nothing was, or it is not kept */
  async keep(change: NewChange, content: Buffer | null): Promise<number> {
    const unsafe = await this.#records.make();
    if (unsafe !== null) throw notKept(unsafe.why, unsafe.fix);
    const gateway = { pid: process.pid, start: startTimeOf(process.pid) ?? '' };
    const record = { version: 1, ms: nowMs(), gateway, ...change };
    for (let id = ((await this.#ids()).at(-1) ?? 0) + 1; ; id += 1) {
      if (content !== null && !(await this.#keepContent(id, content))) continue;
      if ((await this.#records.create(toName(id, 'json'), JSON.stringify(record))) === 'taken') continue;
      await this.#expire();
      return id;
    }
  }

  /** The latest first; what cannot be read is left out. */
  async list(): Promise<readonly KeptChange[]> {
    if (this.#records.check() !== null) return [];
    return (await this.#ids()).reverse().flatMap((id) => {
      const record = this.#read(id);
      return record === null ? [] : [{ id, record }];
    });
  }

  find(id: number): ChangeRecord | null {
    return this.#records.check() === null ? this.#read(id) : null;
  }

  /** What was there before. @throws PymcpError `files.nothing-to-undo` */
  readContent(id: number): Buffer {
    const found = this.#contents.read(toName(id, 'before'));
    if (found.kind === 'read') return Buffer.from(found.text, 'base64');
    throw notKept(found.kind === 'unsafe' ? found.why : 'it is gone', 'restore the file from elsewhere');
  }

  /** Of a change that was not made after all. */
  async drop(id: number): Promise<void> {
    await this.#records.remove(toName(id, 'json'));
    await this.#contents.remove(toName(id, 'before'));
  }

  async #keepContent(id: number, content: Buffer): Promise<boolean> {
    return (await this.#contents.create(toName(id, 'before'), content.toString('base64'))) === 'created';
  }

  #read(id: number): ChangeRecord | null {
    const found = this.#records.read(toName(id, 'json'));
    if (found.kind !== 'read') return null;
    try {
      return changeRecord.safeParse(JSON.parse(found.text)).data ?? null;
    } catch {
      return null;
    }
  }

  async #ids(): Promise<number[]> {
    const names = await this.#records.list();
    return names.flatMap((name) => (/^\d{10}\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));
  }

  /** The oldest go, and contents whose record never came. */
  async #expire(): Promise<void> {
    const sizes = await this.#contents.sizes();
    const ids = await this.#ids();
    let count = 0;
    let bytes = 0;
    let oldest = ids[0] ?? 0;
    for (const id of ids.reverse()) {
      count += 1;
      bytes += sizes.get(toName(id, 'before')) ?? 0;
      if (count > this.#bounds.changes || (count > 1 && bytes > this.#bounds.bytes)) break;
      oldest = id;
    }
    const isOld = (name: string): boolean => Number.parseInt(name, 10) < oldest;
    for (const name of [...sizes.keys()].filter(isOld)) await this.#records.remove(name);
  }
}

function toName(id: number, ending: 'json' | 'before'): string {
  return `${String(id).padStart(digits, '0')}.${ending}`;
}

function notKept(why: string, fix: string): PymcpError {
  return new PymcpError('files.nothing-to-undo', `what was there before is not kept: ${messageOf(why)}`, fix);
}
