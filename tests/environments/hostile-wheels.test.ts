// Proves: install.verified, jail.kernel. Wheels that were made to harm, pinned with their right hashes: each is refused as a whole, nothing is
// written outside of where it is unpacked, and nothing is left of it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { leaveMark } from '../support/wheels/make-sdist.js';
import { folderMode } from '../support/wheels/make-zip.js';
import { makeWheel } from '../support/wheels/make-wheel.js';
import { wrongWheels } from '../support/wheels/wrong-wheels.js';
import { openStage, type Stage } from './stage.js';

const good = makeWheel({ name: 'good' });

describe('a wheel that was made to harm (install.verified)', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  beforeEach(() => {
    stage.renew();
    stage.index.add(good);
  });

  for (const [what, plan] of Object.entries(wrongWheels))
    it(`is refused: ${what}`, async () => {
      const wrong = makeWheel(plan());
      stage.index.add(wrong);
      await stage.refuses(
        stage.create([good, wrong]),
        'environment.archive-refused',
        /wrong/,
        /nothing of it was|cannot be in one environment/,
      );
      assert.equal(existsSync('/tmp/pymcp-escaped.py'), false);
      assert.equal(existsSync(join(stage.folder, 'escaped.py')), false);
    });

  it('was made of a good one: what is not wrong is taken', async () => {
    const { record } = await stage.create([good]);
    assert.equal(record.packages.length, 1);
  });

  it('has .pth files left out, which a Python would run at its start', async () => {
    const mark = join(stage.folder, 'mark');
    const line = `import pathlib; pathlib.Path(${JSON.stringify(mark)}).write_text("ran")\n`;
    const wheel = makeWheel({ name: 'started', files: { 'started/__init__.py': '', 'started.pth': line } });
    stage.index.add(wheel);
    const { folder } = await stage.create([wheel]);
    assert.ok(readdirSync(join(folder, 'site-packages')).every((name) => !name.endsWith('.pth')));
    assert.match(stage.notes.join('\n'), /started\.pth/);
    assert.equal(existsSync(mark), false);
  });

  it('gets no code run while it is unpacked: compiling is not importing', async () => {
    const mark = join(stage.folder, 'mark');
    const wheel = makeWheel({
      name: 'eager',
      files: { 'eager/__init__.py': leaveMark(mark), 'sitecustomize.py': leaveMark(mark) },
    });
    stage.index.add(wheel);
    await stage.create([wheel]);
    assert.equal(existsSync(mark), false);
  });

  it('has folders whose modes are not obeyed', async () => {
    const closed = { name: 'closed/', mode: folderMode & ~0o777 };
    const wheel = makeWheel({ name: 'closed', wrong: { entries: [closed] } });
    stage.index.add(wheel);
    const { folder } = await stage.create([wheel]);
    assert.equal(statSync(join(folder, 'site-packages/closed')).mode & 0o777, 0o555);
  });

  it('cannot have a file of another wheel', async () => {
    const one = makeWheel({ name: 'one', files: { 'one/__init__.py': '', 'shared/a.py': '1\n' } });
    const two = makeWheel({ name: 'two', files: { 'two/__init__.py': '', 'Shared/A.py': '2\n' } });
    for (const wheel of [one, two]) stage.index.add(wheel);
    await stage.refuses(
      stage.create([one, two]),
      'environment.archive-refused',
      /two-1\.0.*one-1\.0|one-1\.0.*two-1\.0/,
      /take one out/,
    );
    assert.equal((await stage.create([one])).record.packages.length, 1);
  });

  it('that needs what was not pinned is told so', async () => {
    const needy = makeWheel({ name: 'needy', requires: ['missing>=2', 'other; python_version < "3"'] });
    stage.index.add(needy);
    await stage.refuses(
      stage.create([needy]),
      'environment.requirement-missing',
      /needy.*missing/,
      /requirements/,
    );
  });

  it('for another Python or another machine is not taken', async () => {
    for (const wheel of [
      makeWheel({ name: 'foreign', tag: 'cp27-cp27m-win32' }),
      makeWheel({ name: 'foreign', tag: 'cp311-cp311-macosx_11_0_arm64' }),
    ]) {
      stage.index.clear();
      stage.index.add(wheel);
      await stage.refuses(stage.create([wheel]), 'environment.not-found', /foreign/, /wheel for this Python/);
    }
  });

  it('has its record in the tree as it was written there', async () => {
    const { folder } = await stage.create([good]);
    const record = readFileSync(join(folder, 'site-packages/good-1.0.dist-info/RECORD'), 'utf8');
    assert.match(record, /^good\/__init__\.py,sha256=/m);
  });
});
