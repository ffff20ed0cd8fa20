import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openRuntimeFolder } from './runtime-folder.js';
import { openRuntimeParent } from './runtime-parent.js';

describe('the runtime folder', () => {
  const stage = mkdtempSync(join(tmpdir(), 'pymcp-runtime-'));
  const names = ['TMPDIR', 'XDG_RUNTIME_DIR'] as const;
  const former = names.map((name) => process.env[name]);

  before(() => {
    for (const name of names) process.env[name] = stage;
  });
  after(() => {
    names.forEach((name, index) => {
      const value = former[index];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    });
    rmSync(stage, { recursive: true, force: true });
  });

  it('is had by each of many that come and go at once, the last of whom takes the parent with it', async () => {
    const work = async (): Promise<void> => {
      for (let count = 0; count < 50; count += 1) {
        const { path, remove } = await openRuntimeFolder();
        assert.ok(statSync(path).isDirectory());
        await remove();
        assert.ok(!existsSync(path));
      }
    };
    const done = await Promise.allSettled(Array.from({ length: 8 }, work));
    assert.deepEqual(
      done.filter(({ status }) => status === 'rejected'),
      [],
    );
  });

  it('has a parent of the mode that it is to have, whatever the umask is', async () => {
    const umask = process.umask(0o077);
    try {
      const path = await openRuntimeParent('gateway');
      assert.equal(statSync(path).mode & 0o777, process.getuid?.() === 0 ? 0o711 : 0o700);
    } finally {
      process.umask(umask);
    }
  });
});
