// The wheels and the index that the tests of environments stand on are real: pip of Debian takes the good ones and refuses the bad, and
// runs the code of a source archive, which ours must not.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import { cutAfter } from '../support/wheels/instead.js';
import { leaveMark, makeSdist } from '../support/wheels/make-sdist.js';
import { type BuiltArchive, makeWheel, toRequirements } from '../support/wheels/make-wheel.js';
import { runPip } from '../support/wheels/run-pip.js';

describe('the index of the tests', () => {
  let index: PackageIndex;
  let folder: string;
  before(async () => {
    index = await openPackageIndex();
  });
  after(() => index.close());
  beforeEach(() => {
    index.clear();
    folder = mkdtempSync(join(tmpdir(), 'pymcp-index-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const install = async (archives: readonly BuiltArchive[], ...more: string[]): ReturnType<typeof runPip> => {
    const requirements = join(folder, 'requirements.txt');
    writeFileSync(requirements, toRequirements(archives));
    const to = ['--target', join(folder, 'to'), '--require-hashes', '--requirement', requirements];
    return runPip(['install', '--index-url', index.url, ...to, ...more]);
  };

  for (const only of ['html', 'json'] as const)
    it(`serves wheels that pip installs, by pages of ${only}`, async () => {
      const other = await openPackageIndex({ only });
      const base = makeWheel({ name: 'My.Base' });
      const top = makeWheel({
        name: 'top',
        requires: ['my-base>=1'],
        commands: { top: 'top:main' },
        python: '>=3.8',
      });
      for (const one of [base, top]) other.add(one);
      writeFileSync(join(folder, 'r.txt'), toRequirements([base, top]));
      const to = ['--target', join(folder, 'to'), '--require-hashes', '--requirement', join(folder, 'r.txt')];
      const ended = await runPip(['install', '--index-url', other.url, ...to]);
      await other.close();
      assert.equal(ended.status, 0, ended.output);
      assert.deepEqual(
        readdirSync(join(folder, 'to'))
          .filter((name) => !name.startsWith('__'))
          .sort(),
        ['bin', 'my_base', 'my_base-1.0.dist-info', 'top', 'top-1.0.dist-info'],
      );
      assert.match(
        readFileSync(join(folder, 'to/top-1.0.dist-info/METADATA'), 'utf8'),
        /Requires-Dist: my-base>=1/,
      );
    });

  it('serves wheels for one Python and one kind of machine', async () => {
    const compiled = makeWheel({
      name: 'compiled',
      tag: 'cp311-cp311-manylinux2014_x86_64.manylinux2014_aarch64',
    });
    const foreign = makeWheel({ name: 'foreign', tag: 'cp27-cp27m-win32' });
    for (const one of [compiled, foreign]) index.add(one);
    const platform = [
      '--python-version',
      '3.11',
      '--only-binary',
      ':all:',
      '--platform',
      'manylinux2014_x86_64',
    ];
    assert.equal((await install([compiled], ...platform)).status, 0);
    assert.match((await install([foreign], ...platform)).output, /No matching distribution/);
  });

  it('is noticed by pip where a hash, the Python or the length is wrong', async () => {
    const good = makeWheel({ name: 'good' });
    const old = makeWheel({ name: 'old', python: '<3' });
    for (const one of [good, old]) index.add(one);
    assert.match((await install([{ ...good, sha256: 'a'.repeat(64) }])).output, /HASHES|hashes/);
    assert.match((await install([old])).output, /Requires-Python|requires a different Python/);
    index.fault = (path) => (path.endsWith('.whl') ? cutAfter(good.bytes, 100) : null);
    assert.notEqual((await install([good])).status, 0);
    index.fault = () => null;
    assert.equal((await install([good])).status, 0);
  });

  it('has source archives whose code pip runs', async () => {
    const mark = join(folder, 'mark');
    const source = makeSdist({ name: 'source', onBuild: leaveMark(mark) });
    index.add(source);
    const ended = await install([source]);
    assert.equal(ended.status, 0, ended.output);
    assert.ok(existsSync(mark), 'the control: without a jail it runs');
    assert.ok(existsSync(join(folder, 'to/source/__init__.py')));
  });

  it('notes what it is asked for', async () => {
    const good = makeWheel({ name: 'My_Good' });
    index.add(good, { yanked: 'of no use' });
    const ended = await install([good]);
    assert.equal(ended.status, 0);
    assert.match(ended.output, /yanked.*\n?.*of no use/);
    assert.equal(index.asked[0], '/simple/my-good/');
    assert.equal(index.asked.filter((path) => path.endsWith('.whl')).length, 1);
  });
});
