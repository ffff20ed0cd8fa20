// Proves: auth.token, fail.closed, path.contained. Of a token only a hash is kept, in a file that nobody else can read; what
// is revoked, expired, half written, misplaced or open to others opens nothing.
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { parseTokenName } from '../../src/core/names.js';
import { hasScope } from '../../src/tokens/token-record.js';
import { openTokenStore, type TokenStore } from '../../src/tokens/token-store.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';

const day = 24 * 60 * 60 * 1000;
let scratch = '';
let folder = '';
let clock = 0;
let store: TokenStore;

before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'pymcp-tokens-'));
});
after(() => {
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(() => {
  folder = join(mkdtempSync(join(scratch, 'state-')), 'isolated-pymcp', 'tokens');
  clock = Date.UTC(2030, 0, 1);
  store = openTokenStore({ folder, now: () => clock });
});

const create = async (name = 'laptop', lifetimeMs = day): Promise<string> =>
  (await store.create({ name: parseTokenName(name), scopes: ['python'], lifetimeMs })).text;
const kindOf = async (presented: unknown): Promise<string> => (await store.verify(presented as string)).kind;
const onlyFile = (): string => join(folder, readdirSync(folder)[0] ?? '');

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  assert.ok(error instanceof PymcpError, String(error));
  assert.notEqual(error.hint, '');
  return error.code;
}

describe('a token', () => {
  it('is known again, with what it opens', async () => {
    const text = await create();
    assert.match(text, /^pymcp_[0-9a-z]{10}_[A-Za-z0-9_-]{43}$/);
    const verdict = await store.verify(text);
    assert.ok(verdict.kind === 'valid');
    assert.deepEqual(
      { ...verdict.token, id: '' },
      { id: '', name: 'laptop', scopes: ['python'], createdMs: clock, expiresMs: clock + day },
    );
  });

  it('is kept as a hash, in a file and a folder of nobody else', async () => {
    const text = await create();
    const kept = readFileSync(onlyFile(), 'utf8');
    assert.ok(!kept.includes(text.slice(-43)));
    assert.equal(statSync(onlyFile()).mode & 0o7777, 0o600);
    for (const path of [folder, join(folder, '..')]) assert.equal(statSync(path).mode & 0o7777, 0o700);
    assert.ok(!JSON.stringify(await store.list()).includes(text.slice(-43)));
  });

  it('is one of many different ones', async () => {
    const texts = await Promise.all(Array.from({ length: 50 }, (_, index) => create(`t${index}`)));
    assert.equal(new Set(texts.map((text) => text.slice(-43))).size, 50);
    for (const text of texts) assert.equal(await kindOf(text), 'valid');
  });

  it('ends to the millisecond, and its holder is told', async () => {
    const text = await create();
    const end = clock + day;
    for (const [now, kind] of [
      [end - 1, 'valid'],
      [end, 'expired'],
      [end + 400 * day, 'expired'],
      [0, 'valid'],
    ] as const) {
      clock = now;
      assert.equal(await kindOf(text), kind);
    }
    clock = end;
    assert.equal(await kindOf(`${text.slice(0, -1)}${text.endsWith('A') ? 'E' : 'A'}`), 'unknown');
    assert.equal((await store.list()).tokens.length, 1);
  });

  it('opens nothing from the moment that another process has revoked it', async () => {
    const text = await create();
    assert.equal(await kindOf(text), 'valid');
    const elsewhere = openTokenStore({ folder, now: () => clock });
    assert.equal(await elsewhere.revoke('laptop'), 'laptop');
    assert.equal(await kindOf(text), 'unknown');
  });

  it('is not revived by another of the same name', async () => {
    for (let round = 0; round < 20; round += 1) {
      const old = await create();
      await store.revoke('laptop');
      const young = await create();
      assert.deepEqual([await kindOf(old), await kindOf(young)], ['unknown', 'valid']);
      await store.revoke(young);
    }
  });

  it('is revoked by name, by id and by itself, once', async () => {
    for (const part of [(text: string) => text.slice(6, 16), () => 'laptop', (text: string) => text]) {
      const text = await create();
      await store.revoke(part(text));
      assert.equal(await kindOf(text), 'unknown');
      assert.equal(await codeOf(store.revoke(part(text))), 'token.unknown');
    }
  });

  it('shares its name with none', async () => {
    const text = await create();
    assert.equal(await codeOf(create()), 'token.name-taken');
    clock += 2 * day;
    assert.equal(await codeOf(create()), 'token.name-taken');
    assert.equal(await kindOf(text), 'expired');
    const other = await create('Laptop');
    assert.equal(await kindOf(other), 'valid');
  });
});

describe('what is no token', () => {
  it('is unknown, whatever it is', async () => {
    const text = await create();
    const secret = text.slice(-43);
    const id = text.slice(6, 16);
    const odd: readonly unknown[] = [
      '', ' ', text.slice(0, -1), `${text}=`, ` ${text}`, `${text}\n`, text.toUpperCase(), `${text}\0`,
      `pymcp_${'0'.repeat(10)}_${secret}`, `pymcp_../../../x_${secret}`, `pymcp_..%2f..%2fx_${secret}`,
      `pymcp_${id}_${'A'.repeat(43)}`, `pymcp_${id}_${secret.slice(0, 42)}\u0000`, `pymcp_${id}_${'é'.repeat(43)}`,
      `pymcp_${'\u0661'.repeat(10)}_${secret}`, 'x'.repeat(10_000_000), `pymcp_${'_'.repeat(1_000_000)}`,
      undefined, null, 7, {}, [], [text], { toString: () => text }, new String(text), Buffer.from(text),
    ]; // prettier-ignore
    for (const presented of odd) assert.equal(await kindOf(presented), 'unknown');
    assert.equal(await kindOf(text), 'valid');
  });

  it('is unknown where nothing was ever kept', async () => {
    const text = `pymcp_${'a'.repeat(10)}_${'b'.repeat(43)}`;
    assert.equal(await kindOf(text), 'unknown');
    assert.deepEqual(await store.list(), { tokens: [], broken: [] });
    assert.equal(await codeOf(store.revoke('x')), 'token.unknown');
  });

  it('is not repeated in an error', async () => {
    const text = await create();
    await store.revoke('laptop');
    for (const part of [text, text.slice(6), text.slice(-43), text.slice(0, 30), `x${text}`]) {
      const error: unknown = await store.revoke(part).catch((reason: unknown) => reason);
      assert.ok(error instanceof PymcpError);
      assert.ok(!`${error.message} ${error.hint}`.includes(part.slice(-10)), error.message);
    }
  });
});

describe('a scope', () => {
  it('opens itself; all opens every service and not the figures', () => {
    assert.ok(hasScope({ scopes: ['python'] }, 'python'));
    assert.ok(hasScope({ scopes: ['all'] }, 'python'));
    assert.ok(hasScope({ scopes: ['metrics'] }, 'metrics'));
    assert.ok(!hasScope({ scopes: ['metrics'] }, 'python'));
    assert.ok(!hasScope({ scopes: ['all', 'python'] }, 'metrics'));
  });
});

describe('a file of the store', () => {
  const breakIt: Readonly<Record<string, (path: string) => void>> = {
    'that others can read': (path) => { chmodSync(path, 0o644); },
    'that its group can write': (path) => { chmodSync(path, 0o620); },
    'that is empty': (path) => { writeFileSync(path, ''); },
    'that is cut off': (path) => { writeFileSync(path, readFileSync(path, 'utf8').slice(0, -10)); },
    'that is no JSON': (path) => { writeFileSync(path, 'x'); },
    'that is a list': (path) => { writeFileSync(path, '[]'); },
    'of another version': (path) => { edit(path, { version: 2 }); },
    'with more in it': (path) => { edit(path, { admin: true }); },
    'with less in it': (path) => { edit(path, { expiresAt: undefined }); },
    'without an end': (path) => { edit(path, { expiresAt: null }); },
    'with an end in words': (path) => { edit(path, { expiresAt: 'tomorrow' }); },
    'with a scope of no service': (path) => { edit(path, { scopes: ['python', 'root'] }); },
    'with no scope': (path) => { edit(path, { scopes: [] }); },
    'with a scope that is no list': (path) => { edit(path, { scopes: 'python' }); },
    'with a short hash': (path) => { edit(path, { sha256: '00' }); },
    'with a hash that is no text': (path) => { edit(path, { sha256: 0 }); },
    'with the id of another': (path) => { edit(path, { id: '0123456789' }); },
    'with the name of another': (path) => { edit(path, { name: 'other' }); },
    'with a name that is none': (path) => { edit(path, { name: '../x' }); },
    'with more than a token needs': (path) => { writeFileSync(path, readFileSync(path, 'utf8') + ' '.repeat(20_000)); },
    'that is a link': (path) => { renameSync(path, join(scratch, 'aside')); symlinkSync(join(scratch, 'aside'), path); },
    'that is a folder': (path) => { rmSync(path); mkdirSync(path); },
  }; // prettier-ignore

  function edit(path: string, change: object): void {
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }));
  }

  for (const [what, spoil] of Object.entries(breakIt)) {
    it(`${what} opens nothing, and the list says so`, async () => {
      const text = await create();
      const path = onlyFile();
      spoil(path);
      assert.equal(await kindOf(text), 'unknown');
      const { tokens, broken } = await store.list();
      assert.deepEqual([tokens.length, broken.length], [0, 1]);
      assert.equal(join(folder, broken[0]?.file ?? ''), path);
    });
  }

  it('that is whole again after chmod opens again, and a broken one is revoked by its file', async () => {
    const text = await create();
    chmodSync(onlyFile(), 0o640);
    assert.match((await store.list()).broken[0]?.fix ?? '', /^chmod 0600 /);
    chmodSync(onlyFile(), 0o600);
    assert.equal(await kindOf(text), 'valid');
    writeFileSync(onlyFile(), '');
    await store.revoke((await store.list()).broken[0]?.file ?? '');
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is no second token under another name', async () => {
    const text = await create();
    copyFileSync(onlyFile(), join(folder, 'zzzzzz.json'));
    await store.revoke('laptop');
    const forged = `pymcp_zzzzzz${text.slice(12)}`;
    assert.deepEqual([await kindOf(text), await kindOf(forged)], ['unknown', 'unknown']);
  });

  // Nobody else can give a file away.
  if (process.getuid?.() === 0) {
    it('of another user opens nothing', async () => {
      const text = await create();
      chownSync(onlyFile(), 12_345, 12_345);
      assert.equal(await kindOf(text), 'unknown');
      assert.match((await store.list()).broken[0]?.why ?? '', /belongs to user 12345/);
    });
  }

  it('that a killed process has not finished is swept, later', async () => {
    await create();
    const draft = join(folder, '.new-0123456789abcdef');
    writeFileSync(draft, 'half');
    assert.equal((await store.list()).broken.length, 0);
    await create('second');
    assert.ok(readdirSync(folder).includes('.new-0123456789abcdef'));
    utimesSync(draft, new Date(0), new Date(0));
    await create('third');
    assert.ok(!readdirSync(folder).includes('.new-0123456789abcdef'));
  });
});

describe('a folder of tokens', () => {
  const spoilt: Readonly<Record<string, () => void>> = {
    'that others can read': () => { chmodSync(folder, 0o755); },
    'that its group can write': () => { chmodSync(folder, 0o720); },
    'in a folder that others can write': () => { chmodSync(join(folder, '..'), 0o777); },
    'that is a link': () => { renameSync(folder, `${folder}-2`); symlinkSync(`${folder}-2`, folder); },
    'that is a file': () => { rmSync(folder, { recursive: true }); writeFileSync(folder, ''); },
    'in a folder that is a link': () => { renameSync(join(folder, '..'), join(folder, '../../b')); symlinkSync('b', join(folder, '..')); },
  }; // prettier-ignore
  for (const [what, spoil] of Object.entries(spoilt)) {
    it(`${what} lets nobody in, and says how to mend it`, async () => {
      const text = await create();
      spoil();
      for (const work of [
        () => store.verify(text),
        () => store.list(),
        () => create('x'),
        () => store.revoke('laptop'),
      ])
        assert.equal(await codeOf(work()), 'token.store-unsafe');
      const error: unknown = await store.list().catch((reason: unknown) => reason);
      assert.ok(error instanceof PymcpError && /chmod 0700|mv/.test(error.hint));
    });
  }
});

describe('the cost of a look', () => {
  it('is small: half of them take less than a fifth of a millisecond', async () => {
    const text = await create();
    for (const presented of [text, `pymcp_${'0'.repeat(10)}_${text.slice(-43)}`]) {
      const times: number[] = [];
      for (let round = 0; round < 2000; round += 1) {
        const started = performance.now();
        await store.verify(presented);
        times.push(performance.now() - started);
      }
      times.sort((one, other) => one - other);
      assert.ok((times[1000] ?? 9) < 0.2, `${times[1000] ?? 0} ms`);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url);
