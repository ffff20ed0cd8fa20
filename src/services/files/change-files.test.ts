import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../core/errors.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { Work } from './ask-worker.js';
import { changeFiles, type ChangeParts, hashOf, takeFilesBack } from './change-files.js';
import type { ChangeRecord, NewChange } from './change-record.js';

type Question = Readonly<Record<string, string>>;

/** A workspace without a jail. @param fails is asked before each write: `refused` leaves the file, `died` may have written it */
class Stand {
  readonly files: Map<string, string>;
  readonly kept: { change: NewChange; content: Buffer | null }[] = [];
  dropped = 0;
  fails: (path: string, content: string) => 'refused' | 'died' | null = () => null;

  constructor(files: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(files));
  }

  get parts(): ChangeParts {
    return {
      work: this.#work,
      redactor: noSecrets,
      undo: {
        readContent: (id) => this.kept[id - 1]?.content ?? Buffer.alloc(0),
        drop: () => {
          this.dropped += 1;
          return Promise.resolve();
        },
      },
      keep: (change, content) =>
        Promise.resolve({ changeId: this.kept.push({ change, content }), notKept: null }),
    };
  }

  /** As it was kept. */
  record(id: number): Extract<ChangeRecord, { kind: 'files' }> {
    const { change } = this.kept[id - 1] ?? {};
    assert.ok(change?.kind === 'files');
    return { version: 1, ms: 0, gateway: { pid: 1, start: '' }, ...change };
  }

  readonly #work: Work = ({ task, question }) =>
    Promise.resolve({ answer: Buffer.from(this.#answer(task, question as Question)), createdProtected: [] });

  #answer(task: string, { path = '', data = '', expected }: Question): string {
    const now = this.files.get(path);
    const sha = now === undefined ? null : hashOf(Buffer.from(now));
    if (task === 'sweep') return '{"done":{}}';
    if (task === 'snapshot') {
      const found = { sha, data: Buffer.from(now ?? '').toString('base64'), size: now?.length ?? 0 };
      return JSON.stringify({ done: found });
    }
    if (sha !== expected) return '{"refused":{"code":"changed","message":"it has changed"}}';
    const content = Buffer.from(data, 'base64').toString();
    const failure = this.fails(path, content);
    if (failure === 'refused') return '{"refused":{"code":"full","message":"no room"}}';
    this.files.set(path, content);
    if (failure === 'died') throw new PymcpError('files.failed', 'it died', 'ask again');
    return JSON.stringify({
      done: { sha: hashOf(Buffer.from(content)), size: content.length, path, lost: [] },
    });
  }
}

const old = { 'a.py': 'one', 'b.py': 'two', 'c.py': 'three' };
const fresh = { 'a.py': 'ONE', 'b.py': 'TWO', 'c.py': 'THREE' };
const wanted = Object.entries(fresh).map(([path, text]) => ({
  path,
  before: Buffer.from(old[path as keyof typeof old]),
  after: Buffer.from(text),
}));
const cause = { tool: 'rename', undoes: null } as const;
const isCode = (code: string) => (error: unknown) => error instanceof PymcpError && error.code === code;

describe('several files as one change', () => {
  it('are kept as one before they are written, and taken back as one', async () => {
    const stand = new Stand(old);
    const { changeId } = await changeFiles(stand.parts, cause, wanted);
    assert.deepEqual(Object.fromEntries(stand.files), fresh);
    assert.equal(stand.kept.length, 1);
    await takeFilesBack(stand.parts, changeId ?? 0, stand.record(1));
    assert.deepEqual(Object.fromEntries(stand.files), old);
    assert.deepEqual([stand.kept.length, stand.record(2).undoes], [2, 1]);
    await takeFilesBack(stand.parts, 2, stand.record(2));
    assert.deepEqual(Object.fromEntries(stand.files), fresh);
  });

  for (const failure of ['refused', 'died'] as const)
    it(`are as they were where the writing of one ${failure === 'died' ? 'dies' : 'is refused'}`, async () => {
      const stand = new Stand(old);
      stand.fails = (path, content) => (path === 'c.py' && content === 'THREE' ? failure : null);
      await assert.rejects(
        changeFiles(stand.parts, cause, wanted),
        isCode(`files.${failure === 'died' ? 'failed' : 'refused'}`),
      );
      assert.deepEqual(Object.fromEntries(stand.files), old);
      assert.equal(stand.dropped, 1);
    });

  it('that cannot be put back are named, and stay kept', async () => {
    const stand = new Stand(old);
    stand.fails = (path, content) =>
      (path === 'c.py' && content === 'THREE') || (path === 'a.py' && content === 'one') ? 'refused' : null;
    await assert.rejects(changeFiles(stand.parts, cause, wanted), /only a part was changed.*: "a\.py"/);
    assert.deepEqual(Object.fromEntries(stand.files), { ...old, 'a.py': 'ONE' });
    assert.equal(stand.dropped, 0);
    stand.fails = () => null;
    await takeFilesBack(stand.parts, 1, stand.record(1));
    assert.deepEqual(Object.fromEntries(stand.files), old);
  });

  it('are not begun where one is not what it was', async () => {
    const stand = new Stand({ ...old, 'b.py': 'mine' });
    await assert.rejects(changeFiles(stand.parts, cause, wanted), isCode('files.changed'));
    assert.deepEqual([stand.files.get('a.py'), stand.kept.length], ['one', 0]);
  });
});

describe('a change of several files that is taken back', () => {
  it('is taken back as far as it came, where it was interrupted', async () => {
    for (const written of [0, 1, 2, 3]) {
      const stand = new Stand(old);
      await changeFiles(stand.parts, cause, wanted);
      for (const { path, before } of wanted.slice(written)) stand.files.set(path, before.toString());
      await takeFilesBack(stand.parts, 1, stand.record(1));
      assert.deepEqual(Object.fromEntries(stand.files), old);
      assert.equal(stand.dropped, written === 0 ? 1 : 0);
    }
  });

  it('is left as it is where somebody has changed one of them since', async () => {
    const stand = new Stand(old);
    await changeFiles(stand.parts, cause, wanted);
    stand.files.set('c.py', 'mine');
    await assert.rejects(takeFilesBack(stand.parts, 1, stand.record(1)), isCode('files.changed'));
    assert.deepEqual(Object.fromEntries(stand.files), { ...fresh, 'c.py': 'mine' });
  });

  it('is refused where what was kept is not what was there', async () => {
    const stand = new Stand(old);
    await changeFiles(stand.parts, cause, wanted);
    const [first] = stand.kept;
    assert.ok(first !== undefined);
    first.content = Buffer.from('onetwoTHREE');
    await assert.rejects(takeFilesBack(stand.parts, 1, stand.record(1)), isCode('files.nothing-to-undo'));
    assert.deepEqual(Object.fromEntries(stand.files), fresh);
  });
});
