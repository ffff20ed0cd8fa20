// Proves: install.verified, net.none. What an index can do to whoever makes an environment of it: each ends in an error that says what to do,
// leaves nothing half-made, and the same command succeeds when the index is good again.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import {
  cutAfter,
  drip,
  endless,
  fail,
  give,
  hang,
  hangAfterHead,
  redirectTo,
} from '../support/wheels/instead.js';
import { leaveMark, makeSdist } from '../support/wheels/make-sdist.js';
import { makeWheel, toRequirements } from '../support/wheels/make-wheel.js';
import { name as made, openStage, type Stage } from './stage.js';

const good = makeWheel({ name: 'good', requires: ['base>=1'] });
const base = makeWheel({ name: 'base' });
const isWheel = (path: string): boolean => path.endsWith('.whl');

describe('an index of which an environment is made (install.verified)', () => {
  let stage: Stage;
  let other: PackageIndex;
  before(async () => {
    stage = await openStage();
    other = await openPackageIndex();
  });
  after(async () => {
    await stage.close();
    await other.close();
  });
  beforeEach(() => {
    stage.renew();
    other.clear();
    for (const archive of [good, base]) stage.index.add(archive);
  });

  /** The same command, with an index that is good. */
  const succeeds = async (): Promise<void> => {
    stage.index.fault = () => null;
    const { record, folder } = await stage.create([good, base]);
    assert.deepEqual(
      record.packages.map(({ name, sha256 }) => [name, sha256]),
      [
        ['base', base.sha256],
        ['good', good.sha256],
      ],
    );
    assert.ok(existsSync(join(folder, 'site-packages/good/__init__.py')));
  };

  it('that is good gives what was pinned, and nobody else is asked', async () => {
    await succeeds();
    assert.ok(
      stage.index.asked.every((path) => /^\/simple\/(good|base)\/$|^\/files\/\w+\/(good|base)-/.test(path)),
    );
  });

  it('that gives other bytes than were pinned is not believed', async () => {
    stage.index.fault = (path) => (path.includes('/good-') && isWheel(path) ? give(base.bytes) : null);
    await stage.refuses(
      stage.create([good, base]),
      'environment.wrong-hash',
      /good-1\.0.*SHA-256/,
      /do not use it/,
    );
    await succeeds();
  });

  it('that has an archive of the right name with another hash is not believed', async () => {
    stage.renew();
    const forged = makeWheel({ name: 'good', files: { 'good/__init__.py': 'import os\n' } });
    for (const archive of [forged, base]) stage.index.add(archive);
    await stage.refuses(stage.create([good, base]), 'environment.wrong-hash', /good/, /do not use it/);
    // Nor where its page says nothing, or something else, of its hash.
    for (const sha256 of [null, good.sha256]) {
      stage.renew();
      stage.index.add(forged, { sha256 });
      stage.index.add(base);
      await stage.refuses(stage.create([good, base]), 'environment.wrong-hash', /good/, /do not use it/);
    }
    stage.index.clear();
    for (const archive of [good, base]) stage.index.add(archive);
    await succeeds();
  });

  it('that has a source archive alone gets nothing of it run', async () => {
    const mark = join(stage.folder, 'mark');
    for (const way of ['backend', 'setup'] as const) {
      const source = makeSdist({ name: 'source', way, onBuild: leaveMark(mark) });
      stage.index.add(source);
      await stage.refuses(
        stage.create([source]),
        'environment.source-refused',
        /source/,
        /building it runs its code.*--allow-source source/,
      );
      await stage.refuses(stage.create('source\n'), 'environment.unresolved', /source/, /requirements/);
      assert.equal(existsSync(mark), false);
      stage.index.clear();
    }
    for (const archive of [good, base]) stage.index.add(archive);
    await succeeds();
  });

  it('with a source archive that was permitted has it built in a jail without a network, which keeps it from everything', async () => {
    const mark = join(stage.folder, 'mark');
    const tries = `
import socket, os
try:
    socket.create_connection(("127.0.0.1", ${new URL(other.url).port}), 2)
    raise SystemExit("a network")
except OSError:
    pass
os.makedirs(os.path.dirname(${JSON.stringify(mark)}), exist_ok=True)
${leaveMark(mark)}`;
    const source = makeSdist({
      name: 'source',
      onBuild: `try:\n    exec(${JSON.stringify(tries)})\nexcept OSError:\n    pass`,
    });
    stage.index.add(source);
    const { record, folder } = await stage.create([source], { allowSource: ['source'] });
    assert.equal(record.packages[0]?.kind, 'source');
    assert.equal(record.packages[0].sha256, source.sha256);
    assert.ok(existsSync(join(folder, 'site-packages/source/__init__.py')));
    assert.equal(existsSync(mark), false);
    assert.deepEqual(other.asked, []);
  });

  it('is the only one that is asked: requirements name no other (dependency confusion)', async () => {
    other.add(makeWheel({ name: 'good', version: '99.0' }));
    const pinned = toRequirements([good, base]);
    for (const line of [
      `--extra-index-url ${other.url}`,
      `--index-url=${other.url}`,
      `-i ${other.url}`,
      `--find-links ${other.url}`,
      `extra @ ${other.url}extra-1.0-py3-none-any.whl`,
    ])
      await stage.refuses(
        stage.create(`${line}\n${pinned}`),
        'environment.requirements-refused',
        /line 1 of the requirements/,
        /--index|NAME==VERSION/,
      );
    await succeeds();
    assert.deepEqual(other.asked, []);
  });

  it('that sends to another host is not followed there', async () => {
    other.add(good);
    stage.renew();
    stage.index.add(good, { url: new URL('/files/x/good-1.0-py3-none-any.whl', other.url).href });
    stage.index.add(base);
    const refused = ['environment.unreachable', /elsewhere|leads/, /only source/] as const;
    await stage.refuses(stage.create([good, base]), ...refused);
    stage.index.clear();
    for (const archive of [good, base]) stage.index.add(archive);
    for (const isThere of [isWheel, (path: string): boolean => path === '/simple/good/']) {
      stage.index.fault = (path) => (isThere(path) ? redirectTo(`${other.url}good/`) : null);
      await stage.refuses(stage.create([good, base]), ...refused);
    }
    assert.deepEqual(other.asked, []);
    await succeeds();
  });

  it('that sends to a file of this machine, or in circles, gives nothing', async () => {
    for (const location of [
      'file:///etc/passwd',
      '/simple/good/',
      'gopher://x/',
      'http://169.254.169.254/',
    ]) {
      stage.index.fault = (path) => (path === '/simple/good/' ? redirectTo(location) : null);
      await stage.refuses(stage.create([good, base]), 'environment.unreachable', /./, /index/);
    }
    await succeeds();
  });

  it('with a file that its makers took back gives it where it is pinned, with a note, and not where a version is to be found', async () => {
    stage.renew();
    stage.index.add(good, { yanked: 'a bug' });
    stage.index.add(base);
    await stage.create([good, base]);
    assert.match(stage.notes.join('\n'), /good==1\.0 was taken back by its makers: a bug/);
    await stage.store.remove(made);
    stage.index.add(makeWheel({ name: 'good', version: '0.9', requires: ['base'] }));
    const { record } = await stage.create('good\n');
    assert.equal(record.packages.find(({ name }) => name === 'good')?.version, '0.9');
  });

  it('knows one project by all its spellings, and a file of another name on its page is not taken', async () => {
    const spelled = makeWheel({ name: 'My_Pkg' });
    stage.index.add(spelled);
    const pin = `--hash=sha256:${spelled.sha256}\n`;
    const { record } = await stage.create(`mY.pKg==1.0 ${pin}`);
    assert.equal(record.packages[0]?.name, 'my-pkg');
    assert.deepEqual(
      [...new Set(stage.index.asked.filter((path) => path.startsWith('/simple/')))],
      ['/simple/my-pkg/'],
    );
    stage.renew();
    for (const name of ['my-pkgs', 'mypkg', 'other']) {
      stage.index.clear();
      const squatting = makeWheel({ name });
      stage.index.add(squatting, { project: 'my-pkg' });
      await stage.refuses(
        stage.create(`my-pkg==1.0 --hash=sha256:${squatting.sha256}\n`),
        'environment.not-found',
        /my-pkg/,
        /version|name/,
      );
    }
    stage.index.add(spelled);
    assert.equal((await stage.create(`my_pkg==1.0 ${pin}`)).record.packages[0]?.sha256, spelled.sha256);
  });

  it('that ends too early is told so, and what was whole is not asked for again', async () => {
    stage.index.fault = (path) =>
      path.includes('/base-') && isWheel(path) ? cutAfter(base.bytes, 100) : null;
    await stage.refuses(stage.create([good, base]), 'environment.cut-off', /ended/, /same command again/);
    const before = stage.index.asked.filter((path) => path.includes('/good-')).length;
    await succeeds();
    assert.equal(stage.index.asked.filter((path) => path.includes('/good-')).length, before);
  });

  it('that says nothing is given up', async () => {
    for (const [where, how] of [
      [(path: string) => path === '/simple/good/', hang],
      [isWheel, hang],
      [isWheel, hangAfterHead],
    ] as const) {
      stage.index.fault = (path) => (where(path) ? how : null);
      await stage.refuses(
        stage.create([good, base], { quietSeconds: 2 }),
        'environment.hanging',
        /said nothing for 2 s/,
        /same command again/,
      );
    }
    await succeeds();
  });

  it('that drips can be called off, and leaves nothing', async () => {
    stage.index.fault = (path) => (isWheel(path) ? drip(good.bytes, 100) : null);
    const signal = AbortSignal.timeout(6000);
    await stage.refuses(
      stage.create([good, base], { signal }),
      'environment.cancelled',
      /cancelled/,
      /same command/,
    );
    await succeeds();
  });

  it('that answers with errors, rubbish or without end gives nothing', async () => {
    for (const [how, code] of [
      [fail(500), 'environment.unreachable'],
      [fail(403), 'environment.unreachable'],
      [fail(404), 'environment.not-found'],
      [give('{"files": 3}', 'application/vnd.pypi.simple.v1+json'), 'environment.unreachable'],
      [give('\0\x01', 'application/vnd.pypi.simple.v1+json'), 'environment.unreachable'],
      [give('<a href="good-1.0-py3-none-any.whl', 'text/html'), 'environment.not-found'],
      [endless, 'environment.too-large'],
    ] as const) {
      stage.index.fault = (path) => (path === '/simple/good/' ? how : null);
      await stage.refuses(stage.create([good, base]), code, /./, /./);
    }
    await succeeds();
    assert.deepEqual(readdirSync(join(stage.folder, 'environments/staging')), []);
  });

  it('that is not there is named', async () => {
    const gone = await openPackageIndex();
    await gone.close();
    await stage.refuses(
      stage.create([good, base], { index: gone.url }),
      'environment.unreachable',
      new RegExp(gone.host),
      /--index/,
    );
    await succeeds();
  });
});
