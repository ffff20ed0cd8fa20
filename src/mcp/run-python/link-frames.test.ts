import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunPythonAnswer } from '../../services/python/run-python.js';
import { linkFrames } from './link-frames.js';

const raised = (traceback: string): RunPythonAnswer =>
  ({
    kind: 'ran',
    result: { outcome: { status: 'raised', error: { name: 'E', message: '', traceback } } },
  }) as RunPythonAnswer;

const frame = (path: string, line: number | string = 1): string => `  File "${path}", line ${line}, in f\n`;
const asked: string[][] = [];
const files = {
  findVisible: (paths: readonly string[]) => {
    asked.push([...paths]);
    return Promise.resolve(paths.filter((path) => !path.includes('masked') && !path.includes('missing')));
  },
};
const link = async (traceback: string): Promise<readonly string[]> =>
  (await linkFrames(files, raised(traceback))).map(({ path, line, uri }) => `${path} ${line} ${uri}`);

describe('linkFrames', () => {
  it('links files of the workspace, the innermost last, each line once', async () => {
    const text =
      frame('/home/mcp/main.py') +
      frame('/workspace/a b.py', 3) +
      frame('/workspace/c.py', 4) +
      frame('/workspace/a b.py', 3);
    assert.deepEqual(await link(text), [
      'c.py 4 pymcp://workspace/c.py',
      'a b.py 3 pymcp://workspace/a%20b.py',
    ]);
  });

  for (const path of [
    '/workspace/../etc/passwd',
    '/workspace//etc/passwd',
    '/workspace/a/../../b.py',
    '/workspace/',
    '/workspaces/a.py',
    'workspace/a.py',
    'pymcp://workspace/a.py',
    'http://example.com/workspace/a.py',
    '/workspace/a\u0000.py',
    '/workspace/a\u202eyp.b',
    '/workspace/\ud800.py',
    '/workspace/masked.py',
    '/workspace/missing.py',
    `/workspace/${'a'.repeat(300)}.py`,
  ])
    it(`links nothing for ${JSON.stringify(path).slice(0, 60)}`, async () => {
      assert.deepEqual(await link(frame(path)), []);
    });

  it('asks for few, however many are claimed', async () => {
    asked.splice(0);
    const many = Array.from({ length: 3_000 }, (_, index) => frame(`/workspace/${index}.py`));
    assert.equal((await link(many.join(''))).length, 10);
    assert.ok(asked.flat().length <= 10);
  });

  it('asks nothing where there is nothing to link', async () => {
    asked.splice(0);
    await link(frame('/home/mcp/main.py'));
    assert.deepEqual(await linkFrames(null, raised(frame('/workspace/a.py'))), []);
    assert.deepEqual(asked, []);
  });
});
