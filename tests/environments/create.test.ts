// An environment is made of a file of requirements: by the real command line, from a real index on loopback, with real wheels.
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { EnvironmentStore } from '../../src/execution/environments/environment-store.js';
import { removeStrangeTree } from '../../src/host/remove-strange-tree.js';
import { holdEnvironment } from '../../src/services/environments/hold-environment.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { endOf, pymcp, startPymcp } from '../support/command-line.js';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import { makeSdist } from '../support/wheels/make-sdist.js';
import { type BuiltArchive, makeWheel, toRequirements } from '../support/wheels/make-wheel.js';

interface Shown {
  readonly content: string;
  readonly folder: string;
  readonly packages: readonly { readonly name: string; readonly version: string; readonly kind: string }[];
}

describe('pymcp env', () => {
  let index: PackageIndex;
  let home: string;
  before(async () => {
    index = await openPackageIndex();
  });
  after(() => index.close());
  beforeEach(() => {
    index.clear();
    home = mkdtempSync(join(tmpdir(), 'pymcp-env-'));
  });
  afterEach(async () => {
    await removeStrangeTree(home);
  });

  const options = (): { cwd: string; env: Record<string, string> } => ({
    cwd: home,
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
  });
  const run = (...args: string[]): ReturnType<typeof pymcp> => pymcp(['env', ...args], '', options());
  const write = (text: string): void => {
    writeFileSync(join(home, 'requirements.txt'), text);
  };
  const create = (name: string, ...more: string[]): ReturnType<typeof pymcp> =>
    run('create', name, '--requirements', 'requirements.txt', '--index', index.url, ...more);
  const show = async (name: string): Promise<Shown> =>
    JSON.parse((await run('show', name, '--json')).stdout) as Shown;
  const serve = (...archives: BuiltArchive[]): void => {
    for (const one of archives) index.add(one);
    write(toRequirements(archives));
  };
  const base = makeWheel({ name: 'My.Base' });
  const top = makeWheel({
    name: 'top',
    requires: ['my-base>=1'],
    commands: { top: 'top:main' },
    python: '>=3.8',
  });
  const places = (): string => join(home, '.local/share/isolated-pymcp/environments');

  it('makes, lists, shows, audits and removes an environment', async () => {
    serve(base, top);
    const made = await create('maps', '--json', '--preload', 'top,my_base');
    assert.equal(made.exitCode, 0, made.stderr);
    assert.match(made.stderr, /^bringing the archives: 2 of 2: top==1\.0$/m);
    const shown = await show('maps');
    assert.deepEqual(
      shown.packages.map(({ name, version, kind }) => `${name} ${version} ${kind}`),
      ['my-base 1.0 wheel', 'top 1.0 wheel'],
    );
    assert.deepEqual(readdirSync(shown.folder), ['site-packages']);
    assert.match((await run('list')).stdout, /^maps\s+Python 3\.\d+\.\d+, 2 packages/m);
    assert.match((await run('audit', 'maps')).stdout, /^maps: 2 packages, 13 files/);
    assert.equal((await run('remove', 'maps')).exitCode, 0);
    assert.equal(existsSync(shown.folder), false);
    assert.equal((await run('show', 'maps')).exitCode, 2);
    assert.deepEqual(readdirSync(join(places(), 'staging')), []);
  });

  it('keeps what two environments have in common once, and until the last of them goes', async () => {
    serve(base);
    for (const name of ['one', 'two']) assert.equal((await create(name)).exitCode, 0);
    const [one, two] = [await show('one'), await show('two')];
    assert.equal(one.folder, two.folder);
    await run('remove', 'one');
    assert.equal((await run('audit', 'two')).exitCode, 0);
    await run('remove', 'two');
    assert.deepEqual(readdirSync(join(places(), 'trees')), []);
  });

  it('takes away what was made for programs a while ago, and what was cut off, and nothing that is being made', async () => {
    serve(base);
    const script = `script_${'a'.repeat(40)}`;
    for (const name of ['maps', script]) assert.equal((await create(name)).exitCode, 0);
    const left = ['half', 'busy'].map((name) => join(places(), 'staging', name, 'fetch'));
    for (const folder of left) mkdirSync(folder, { recursive: true });
    const busy = await holdEnvironment('busy', new EnvironmentStore(places()), 0);
    try {
      const prune = async (...words: string[]): Promise<unknown> =>
        JSON.parse((await run('prune', '--json', ...words)).stdout);
      assert.deepEqual(await prune(), { names: [], trees: 0, leavings: ['half'] });
      assert.deepEqual(readdirSync(join(places(), 'staging')), ['busy']);
      assert.deepEqual(await prune('--days', '0'), { names: [script], trees: 0, leavings: [] });
      assert.equal((await run('audit', 'maps')).exitCode, 0);
    } finally {
      await busy?.release();
    }
    const refused = await run('prune', '--days', 'ten');
    assert.deepEqual(
      [refused.exitCode, /^hint: .*--days 30/m.test(refused.stderr)],
      [2, true],
      refused.stderr,
    );
  });

  it('asks the index for nothing that it has asked for before', async () => {
    serve(base, top);
    assert.equal((await create('one')).exitCode, 0);
    const asked = index.asked.length;
    assert.ok(asked > 0);
    await run('remove', 'one');
    assert.equal((await create('two')).exitCode, 0);
    assert.equal(index.asked.length, asked);
  });

  it('shows what it has resolved, and makes nothing of it without a yes', async () => {
    serve(base, top);
    write('top\n');
    const refused = await create('maps');
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /not pinned.*\nhint: .*--yes/);
    const lock = new RegExp(
      `^my-base==1\\.0 --hash=sha256:${base.sha256}\ntop==1\\.0 --hash=sha256:${top.sha256}\n`,
      'm',
    );
    assert.match(refused.stdout, lock);
    assert.equal(existsSync(join(home, 'requirements.txt.lock')), false);
    assert.equal((await create('maps', '--yes')).exitCode, 0);
    assert.match(readFileSync(join(home, 'requirements.txt.lock'), 'utf8'), lock);
    const again = await run(
      'create',
      'again',
      '--requirements',
      'requirements.txt.lock',
      '--index',
      index.url,
    );
    assert.equal(again.exitCode, 0, again.stderr);
    assert.equal((await show('again')).content, (await show('maps')).content);
  });

  it('builds a source archive that was permitted by name, and none that was not', async () => {
    const source = makeSdist({ name: 'fromsource' });
    serve(base, source);
    const refused = await create('maps');
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /source archive alone.*\nhint: .*--allow-source fromsource/);
    const made = await create('maps', '--allow-source', 'fromsource');
    assert.equal(made.exitCode, 0, made.stderr);
    assert.deepEqual(
      (await show('maps')).packages.map(({ name, kind }) => `${name} ${kind}`),
      ['fromsource source', 'my-base wheel'],
    );
    assert.equal((await run('audit', 'maps')).exitCode, 0);
  });

  it('finds one changed byte, one more file, and a file that is open to be written to', async () => {
    serve(base);
    await create('maps');
    const { folder } = await show('maps');
    const module = join(folder, 'site-packages/my_base/__init__.py');
    chmodSync(module, 0o644);
    assert.match((await run('audit', 'maps')).stdout, /can be written to \(mode 0644\)/);
    writeFileSync(module, '__version__ = "1.1"\n');
    chmodSync(module, 0o444);
    chmodSync(join(folder, 'site-packages'), 0o755);
    writeFileSync(join(folder, 'site-packages/more.py'), '');
    const audit = await run('audit', 'maps');
    assert.equal(audit.exitCode, 3);
    assert.match(audit.stdout, /my_base\/__init__\.py of my-base==1\.0 has other bytes than its RECORD says/);
    assert.match(audit.stdout, /more\.py is of no package/);
    assert.match(audit.stdout, /the content is [0-9a-f]{64}, and the record says/);
  });

  it('makes nothing whose preload cannot be imported, and says what it was', async () => {
    serve(base);
    const failed = await create('maps', '--preload', 'my_base,nonesuch');
    assert.equal(failed.exitCode, 3);
    assert.match(failed.stderr, /could not import.*nonesuch/);
    assert.equal((await run('show', 'maps')).exitCode, 2);
    assert.deepEqual(readdirSync(join(places(), 'staging')), []);
  });

  it('leaves nothing but archives when it is interrupted, and goes on from them', async () => {
    serve(base, top);
    index.fault = (path) =>
      path.endsWith('top-1.0-py3-none-any.whl') ? (_request, response) => void response.writeHead(200) : null;
    const args = ['env', 'create', 'maps', '--requirements', 'requirements.txt', '--index', index.url];
    const child = startPymcp(args, options());
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('2 of 2')) child.kill('SIGINT');
    });
    const ended = await endOf(child);
    assert.notEqual(ended.exitCode, 0);
    assert.match(ended.stderr, /was cancelled/);
    assert.deepEqual(readdirSync(join(places(), 'staging')), []);
    assert.deepEqual(readdirSync(join(home, '.cache/isolated-pymcp/archives')), [
      `${base.sha256}-${base.file}`,
    ]);
    index.fault = () => null;
    assert.equal((await create('maps')).exitCode, 0);
  });

  it('refuses a name that is taken before it asks anybody for anything', async () => {
    serve(base);
    assert.equal((await create('data')).exitCode, 2);
    await create('maps');
    const asked = index.asked.length;
    const refused = await create('maps');
    assert.match(
      refused.stderr,
      /there is a Python environment named maps already\nhint: .*pymcp env remove maps/,
    );
    assert.equal(index.asked.length, asked);
    rmSync(join(home, 'requirements.txt'));
    assert.equal((await create('other')).exitCode, 2);
  });
});

alsoAsOrdinaryUser(import.meta.url);
