import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { prepareSocket } from './gateway-socket.js';
import { openRuntimeFolder } from './runtime-folder.js';
import { openRuntimeParent, whileOthersTidyUp } from './runtime-parent.js';

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

  /** Of many at a time. */
  const allOf = async (work: () => Promise<void>): Promise<readonly unknown[]> => {
    const repeat = async (): Promise<void> => {
      for (let count = 0; count < 50; count += 1) await work();
    };
    const done = await Promise.allSettled(Array.from({ length: 8 }, repeat));
    return done.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  };

  it('is had by each of many that come and go at once, the last of whom takes the parent with it', async () => {
    const failures = await allOf(async () => {
      const { path, remove } = await openRuntimeFolder();
      assert.ok(statSync(path).isDirectory());
      await remove();
      assert.ok(!existsSync(path));
    });
    assert.deepEqual(failures, []);
  });

  it('has a place for a socket, for each of many that come and go at once', async () => {
    const failures = await allOf(async () => {
      const { bindPath, remove } = await prepareSocket();
      assert.ok(bindPath.startsWith(stage));
      await remove();
      // Whoever ends as the last takes the parent too.
      const folder = await openRuntimeFolder();
      await folder.remove();
    });
    assert.deepEqual(failures, []);
  });

  it('is given up where others remove it again and again', async () => {
    let tries = 0;
    await assert.rejects(
      whileOthersTidyUp(() => Promise.resolve((tries += 1) < 0 ? '' : null)),
      /removed by others/,
    );
    assert.equal(tries, 100);
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
