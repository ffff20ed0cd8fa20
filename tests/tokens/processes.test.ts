// Proves: auth.token, fail.closed, name.valid. Several processes change the tokens at once, and one is killed in the middle: nothing is
// lost, nothing is half there, and no name is there twice.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { openTokenStore } from '../../src/tokens/token-store.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type Ended, pymcp, startPymcp } from '../support/command-line.js';

interface TokenList {
  readonly tokens: readonly {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly expired: boolean;
  }[];
  readonly broken: readonly unknown[];
}

const folders: string[] = [];
let state = '';
let env: Record<string, string | undefined> = {};
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'pymcp-token-processes-'));
  folders.push(state);
  env = { ...process.env, XDG_STATE_HOME: state };
});
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const token = (...args: readonly string[]): Promise<Ended> => pymcp(['token', ...args], '', { env });
const folder = (): string => join(state, 'isolated-pymcp', 'tokens');
const list = async (): Promise<TokenList> => JSON.parse((await token('list', '--json')).stdout) as TokenList;
const verify = (text: string) => openTokenStore({ folder: folder() }).verify(text);

describe('pymcp token', () => {
  it('prints the token alone on stdout, and a gateway knows it', async () => {
    const { exitCode, stdout, stderr } = await token('create', 'laptop');
    assert.equal(exitCode, 0);
    assert.match(stdout, /^pymcp_[0-9a-z]{10}_[A-Za-z0-9_-]{43}\n$/);
    assert.match(stderr, /^laptop opens python, files, code, algorithms until .*Z\.\n/);
    const text = stdout.trim();
    assert.ok(!stderr.includes(text.slice(-43)));
    assert.equal((await verify(text)).kind, 'valid');
    for (const args of [['list'], ['list', '--json'], ['create', 'laptop'], ['revoke', 'nobody']]) {
      const said = await token(...args);
      assert.ok(!`${said.stdout}${said.stderr}`.includes(text.slice(-43)));
    }
    assert.equal((await token('revoke', 'laptop')).exitCode, 0);
    assert.equal((await verify(text)).kind, 'unknown');
    assert.equal((await token('revoke', 'laptop')).exitCode, 2);
  });

  it('takes scopes and a time, and says them as JSON', async () => {
    const made = await token('create', 'x', '--scope', 'metrics,all', '--expires', '1m', '--json');
    const shown = JSON.parse(made.stdout) as {
      token: string;
      scopes: string[];
      created_at: string;
      expires_at: string;
    };
    assert.deepEqual(shown.scopes, ['all', 'metrics']);
    assert.equal(Date.parse(shown.expires_at) - Date.parse(shown.created_at), 60_000);
    assert.equal((await verify(shown.token)).kind, 'valid');
    assert.deepEqual(
      (await list()).tokens.map(({ name, expired }) => [name, expired]),
      [['x', false]],
    );
  });

  for (const [args, says] of [
    [['create', 'a b'], /token name "a b" has characters/],
    [['create', '__proto__'], /is reserved/],
    [['create', 'constructor'], /is reserved/],
    [['create', ''], /token name ""/],
    [['create', 'x'.repeat(65)], /65 characters/],
    [['create', '../x'], /token name/],
    [['create', 'x', '--scope', 'pyton'], /no scope "pyton"\nhint: did you mean python/],
    [['create', 'x', '--scope', ''], /no scope ""/],
    [['create', 'x', '--expires', 'never'], /--expires "never"/],
    [['create', 'x', '--expires', '0d'], /--expires/],
    [['create', 'x', '--expires', '367d'], /--expires/],
    [['create', 'x', '--expires', '1e9d'], /--expires/],
    [['create', 'x', '--expires', '-1d'], /--expires/],
    [['create', 'x', '--expires', '59s'], /--expires/],
    [['create'], /missing required argument/],
    [['nothing'], /unknown command/],
  ] as const) {
    it(`refuses pymcp token ${args.join(' ').slice(0, 40)}`, async () => {
      const { exitCode, stdout, stderr } = await token(...args);
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.match(stderr, says);
      assert.match(stderr, /\nhint: ./);
    });
  }

  it('keeps what it makes from others whatever the umask is', async () => {
    const before = process.umask(0);
    try {
      assert.equal((await token('create', 'open')).exitCode, 0);
    } finally {
      process.umask(before);
    }
    const [file = ''] = readdirSync(folder());
    assert.equal(statSync(folder()).mode & 0o7777, 0o700);
    assert.equal(statSync(join(folder(), file)).mode & 0o7777, 0o600);
  });

  it('makes every token that four processes at once ask for', async () => {
    const names = Array.from({ length: 4 }, (_, index) => `process_${index}`);
    for (let round = 0; round < 3; round += 1) {
      const made = await Promise.all(names.map((name) => token('create', `${name}_${round}`)));
      for (const { exitCode, stdout } of made) {
        assert.equal(exitCode, 0);
        assert.equal((await verify(stdout.trim())).kind, 'valid');
      }
    }
    const { tokens, broken } = await list();
    assert.deepEqual([tokens.length, broken.length], [12, 0]);
  });

  it('lets exactly one of four have a name, and one of four end it', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => token('create', 'same')));
    assert.deepEqual(made.map(({ exitCode }) => exitCode).sort(), [0, 2, 2, 2]);
    const text = made.find(({ exitCode }) => exitCode === 0)?.stdout.trim() ?? '';
    assert.equal((await verify(text)).kind, 'valid');
    const ended = await Promise.all([1, 2, 3, 4].map(() => token('revoke', 'same')));
    assert.deepEqual(ended.map(({ exitCode }) => exitCode).sort(), [0, 2, 2, 2]);
    assert.deepEqual(readdirSync(folder()), []);
  });

  it('leaves whole tokens or none when it is killed at any moment', async () => {
    const kept = (await token('create', 'kept')).stdout.trim();
    for (let round = 0; round < 12; round += 1) {
      const child = startPymcp(['token', 'create', `killed_${round}`], { env });
      const ended = once(child, 'exit');
      setTimeout(() => child.kill('SIGKILL'), 60 + round * 12);
      await ended;
    }
    const { tokens, broken } = await list();
    assert.equal(broken.length, 0);
    assert.equal((await verify(kept)).kind, 'valid');
    // Each name is free, or there and can be ended.
    for (const { name } of tokens) assert.equal((await token('revoke', name)).exitCode, 0);
    for (const round of [0, 11]) assert.equal((await token('create', `killed_${round}`)).exitCode, 0);
  });

  it('revokes a token that nobody could be shown', async () => {
    const child = startPymcp(['token', 'create', 'unseen'], { env });
    child.stdout.destroy();
    const [exitCode] = (await once(child, 'exit')) as [number];
    assert.equal(exitCode, 73);
    assert.equal((await list()).tokens.length, 0);
  });
});

alsoAsOrdinaryUser(import.meta.url);
