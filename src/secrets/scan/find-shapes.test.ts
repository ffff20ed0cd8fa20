// secret.uncommitted: what looks like a key is found whatever its file is called.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findShapes } from './find-shapes.js';

describe('findShapes', () => {
  it('finds a key in a file of any name, and nothing fails behind it', async () => {
    const text = `a\n${['ghp', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6'].join('_')}\n`;
    for (const path of ['a.py', 'new\nline', 'a::end||b', 'x::start', '\u001b[31m', 'é☃'])
      assert.deepEqual(await findShapes(path, text), [{ line: 2, kind: 'GITHUB_TOKEN' }]);
    // What the library measures it measures later, and a failure there would end this process.
    await sleep(200);
  });
});
