// Proves: install.verified, net.none. Where uv is installed it finds the versions that requirements leave open: in a jail, of the one
// index, and by the same archives as pip. Where it does not work, pip does it, and that is said.
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { removeStrangeTree } from '../../src/host/remove-strange-tree.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { pymcp } from '../support/command-line.js';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import { installedUv, uvFolder } from '../support/installed-uv.js';
import { fail, give, hang, redirectTo } from '../support/wheels/instead.js';
import { leaveMark, makeSdist } from '../support/wheels/make-sdist.js';
import { makeWheel } from '../support/wheels/make-wheel.js';
import { name as made, openStage, type Stage } from './stage.js';

const base = makeWheel({ name: 'My.Base' });
const newer = makeWheel({ name: 'My.Base', version: '2.0' });
const top = makeWheel({ name: 'top', requires: ['my-base<2', 'wings>=1; sys_platform == "win32"'] });
const isWheel = (path: string): boolean => path.endsWith('.whl');

describe('requirements that leave versions open, with uv installed', () => {
  let stage: Stage;
  let other: PackageIndex;
  /** With uv in it, the first of PATH. */
  let folder: string;
  const path = process.env['PATH'];
  before(async () => {
    stage = await openStage();
    other = await openPackageIndex();
    folder = mkdtempSync(join(tmpdir(), 'pymcp-uv-'));
    process.env['PATH'] = `${folder}:${path ?? ''}`;
  });
  after(async () => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
    await stage.close();
    await other.close();
  });
  beforeEach(() => {
    stage.renew();
    other.clear();
    for (const archive of [base, newer, top]) stage.index.add(archive);
    put(installedUv());
  });

  const uv = (): string => join(folder, 'uv');
  const put = (source: string): void => {
    rmSync(uv(), { force: true });
    copyFileSync(source, uv());
    chmodSync(uv(), 0o755);
  };
  const packagesOf = async (requirements: string, resolver: 'auto' | 'uv' | 'pip'): Promise<unknown> => {
    const { record } = await stage.create(requirements, { resolver });
    await stage.store.remove(made);
    return record.packages;
  };

  it('get the same archives by it as by pip, with a look at fewer', async () => {
    const byUv = await packagesOf('top>=1\nMy_Base\n', 'auto');
    assert.match(
      stage.locks.at(-1) ?? '',
      /^# Resolved by pymcp with uv \d+\.\d+\.\d+ of requirements\.txt,\n/,
    );
    assert.ok(!stage.index.asked.some((asked) => isWheel(asked) && asked.includes('-2.0-')));
    assert.deepEqual(stage.notes, []);
    const byPip = await packagesOf('top>=1\nMy_Base\n', 'pip');
    assert.match(stage.locks.at(-1) ?? '', /^# Resolved by pymcp with pip of/);
    assert.deepEqual(byUv, byPip);
    assert.deepEqual(
      (byUv as readonly { name: string; version: string; sha256: string }[]).map((one) => [
        one.name,
        one.version,
        one.sha256,
      ]),
      [
        ['my-base', '1.0', base.sha256],
        ['top', '1.0', top.sha256],
      ],
    );
  });

  it('are asked of the one index, whatever uv is set to elsewhere', async () => {
    other.add(makeWheel({ name: 'top', version: '99.0' }));
    const home = process.env['HOME'];
    mkdirSync(join(folder, '.config/uv'), { recursive: true });
    writeFileSync(join(folder, '.config/uv/uv.toml'), `[[index]]\nurl = "${other.url}"\n`);
    const settings = {
      HOME: folder,
      UV_INDEX: other.url,
      UV_DEFAULT_INDEX: other.url,
      XDG_CONFIG_HOME: join(folder, '.config'),
    };
    Object.assign(process.env, settings);
    try {
      await packagesOf('top\n', 'uv');
    } finally {
      for (const name of Object.keys(settings)) Reflect.deleteProperty(process.env, name);
      process.env['HOME'] = home;
    }
    assert.deepEqual(other.asked, []);
  });

  it('get an archive whose index names no hash, and the index with pages of HTML', async () => {
    for (const only of ['html', 'json'] as const) {
      const index = await openPackageIndex({ only });
      try {
        index.add(base, { sha256: null });
        const { record } = await stage.create('my-base\n', { resolver: 'uv', index: index.url });
        assert.equal(record.packages[0]?.sha256, base.sha256);
        await stage.store.remove(made);
      } finally {
        await index.close();
      }
    }
  });

  it('do not get what its makers took back, nor anything that only a source archive has', async () => {
    stage.index.add(makeWheel({ name: 'top', version: '1.1', requires: ['my-base'] }), { yanked: 'a bug' });
    const mark = join(stage.folder, 'mark');
    stage.index.add(makeSdist({ name: 'top', version: '1.2', onBuild: leaveMark(mark) }));
    stage.index.add(makeSdist({ name: 'source', onBuild: leaveMark(mark) }));
    const { record } = await stage.create('top\n', { resolver: 'uv' });
    assert.equal(record.packages.find(({ name }) => name === 'top')?.version, '1.0');
    await stage.store.remove(made);
    await stage.refuses(
      stage.create('source\n', { resolver: 'uv' }),
      'environment.unresolved',
      /source/,
      /requirements/,
    );
    assert.equal(existsSync(mark), false);
  });

  it('that cannot be had are refused in its words', async () => {
    const cases = [
      ['top\nmy-base>=2\n', /No solution found.*top.*my-base/s],
      ['absent-one\n', /absent-one/],
      ['top==7\n', /top==7/],
    ] as const;
    for (const [requirements, message] of cases)
      await stage.refuses(
        stage.create(requirements, { resolver: 'uv' }),
        'environment.unresolved',
        message,
        /requirements/,
      );
  });

  it('are not made of an index that lies, leads elsewhere, fails or says nothing', async () => {
    const at = (where: (asked: string) => boolean, how: ReturnType<typeof give>): void => {
      stage.index.fault = (asked) => (where(asked) ? how : null);
    };
    const create = (): Promise<unknown> => stage.create('top\n', { resolver: 'uv', quietSeconds: 2 });
    const isPage = (asked: string): boolean => asked === '/simple/top/';
    at((asked) => isWheel(asked) && asked.includes('/top-'), give(base.bytes));
    await stage.refuses(create(), 'environment.wrong-hash', /top-1\.0.*SHA-256/, /do not use it/);
    other.add(top);
    at(isPage, redirectTo(`${other.url}top/`));
    await stage.refuses(create(), 'environment.unreachable', /elsewhere|leads/, /only source/);
    assert.deepEqual(other.asked, []);
    at(isPage, fail(500));
    await stage.refuses(create(), 'environment.unreachable', /500/, /index/);
    at(isPage, hang);
    await stage.refuses(create(), 'environment.hanging', /top/, /same command again/);
    stage.index.fault = () => null;
    await create();
    await stage.store.remove(made);
  });

  it('are resolved by pip where uv does not work in the jail, and that is said; not where uv is wanted', async () => {
    // Neither is what it is called: a program that knows no such option, and one that is cut off in the middle.
    const broken = join(folder, 'broken');
    writeFileSync(broken, Buffer.from('\x7fELF and nothing more', 'latin1'));
    for (const [source, why] of [
      ['/usr/bin/python3', /does not say its version/],
      [broken, /cannot be started/],
    ] as const) {
      put(source);
      stage.renew();
      for (const archive of [base, newer, top]) stage.index.add(archive);
      await packagesOf('top\n', 'auto');
      assert.match(stage.notes.join('\n'), why);
      assert.match(stage.locks.at(-1) ?? '', /with pip of/);
      await stage.refuses(
        stage.create('top\n', { resolver: 'uv' }),
        'host.program-missing',
        why,
        /--resolver/,
      );
    }
  });

  it('are resolved by pip where uv is a script or is not there, without a word; not where uv is wanted', async () => {
    for (const there of ['a script', 'nothing']) {
      rmSync(uv());
      if (there === 'a script') writeFileSync(uv(), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
      await packagesOf('top\n', 'auto');
      assert.deepEqual(stage.notes, []);
      const home = process.env['HOME'];
      process.env['HOME'] = folder;
      try {
        await stage.refuses(
          stage.create('top\n', { resolver: 'uv' }),
          'host.program-missing',
          /not installed/,
          /install uv/,
        );
      } finally {
        process.env['HOME'] = home;
      }
      writeFileSync(uv(), '');
    }
  });

  it('are resolved by pip where the jail can run no other program than Python, and that is said', async () => {
    const { record } = await stage.create('top\n', { resolver: 'auto', backend: 'gvisor' });
    assert.equal(record.packages.length, 2);
    await stage.store.remove(made);
    assert.match(
      stage.notes.join('\n'),
      /uv is installed and was not used.*gvisor cannot run another program/,
    );
    await stage.refuses(
      stage.create('top\n', { resolver: 'uv', backend: 'gvisor' }),
      'backend.unable',
      /another program/,
      /--backend|--resolver/,
    );
  });

  it('are resolved so by the command line, which finds it where its installer puts it', async () => {
    const home = mkdtempSync(join(tmpdir(), 'pymcp-uv-home-'));
    try {
      mkdirSync(join(home, '.local/bin'), { recursive: true });
      copyFileSync(uv(), join(home, '.local/bin/uv'));
      writeFileSync(join(home, 'requirements.txt'), 'top\n');
      const words = [
        'env',
        'create',
        'maps',
        '--requirements',
        'requirements.txt',
        '--index',
        stage.index.url,
      ];
      const options = { cwd: home, env: { PATH: '/usr/bin:/bin', HOME: home } };
      const shown = await pymcp([...words, '--yes'], '', options);
      assert.equal(shown.exitCode, 0, shown.stderr);
      assert.match(shown.stdout, /^# Resolved by pymcp with uv /);
      const refused = await pymcp([...words, '--resolver', 'poetry'], '', options);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.stderr, /auto, uv, pip/);
    } finally {
      await removeStrangeTree(home);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url, [uvFolder]);
