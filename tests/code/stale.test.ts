// Never stale: whatever another program does to the files, in whatever way it hides it, the very next question is about them as they
// are. Nothing here waits.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openCodeClient } from '../support/code-client.js';
import type { ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const turns = 8;

describe('files that change behind the language server', () => {
  const folder = makeFolder({
    'main.py': 'from part.one import first\n\nprint(first)\n',
    'part/__init__.py': '',
    'part/one.py': 'first = 1\n',
  });
  const at = (path: string): string => join(folder, path);
  let served: ServedClient;
  before(async () => {
    served = await openCodeClient(folder);
  });
  after(() => served.close());

  const namesIn = async (path: string): Promise<unknown> => {
    const { fields } = await served.call('symbols', { path });
    return ((fields['symbols'] ?? []) as { name_path: string }[]).map(({ name_path: name }) => name);
  };
  const errorsIn = async (path: string): Promise<unknown> =>
    (await served.call('diagnostics', { path })).fields['errors'];
  const typeOf = async (path: string, line: number): Promise<string> =>
    (await served.call('hover', { path, line })).text;

  it('are seen though size and time of change are those of before', async () => {
    const { atime, mtime } = statSync(at('part/one.py'));
    for (let turn = 0; turn < turns; turn += 1) {
      const name = turn % 2 === 0 ? 'other' : 'first';
      writeFileSync(at('part/one.py'), `${name} = 1\n`);
      utimesSync(at('part/one.py'), atime, mtime);
      assert.deepEqual(await namesIn('part/one.py'), [name]);
      assert.equal(await errorsIn('main.py'), turn % 2 === 0 ? 1 : 0);
    }
  });

  it('are seen where another file takes the place, an older one too', async () => {
    const old = new Date(2001, 1, 1);
    for (let turn = 0; turn < turns; turn += 1) {
      const name = turn % 2 === 0 ? 'other' : 'first';
      writeFileSync(at('beside.txt'), `${name} = "${turn}"\n`);
      utimesSync(at('beside.txt'), old, old);
      renameSync(at('beside.txt'), at('part/one.py'));
      assert.deepEqual(await namesIn('part/one.py'), [name]);
      assert.equal(await errorsIn('main.py'), turn % 2 === 0 ? 1 : 0);
    }
  });

  it('are seen where two change places', async () => {
    writeFileSync(at('a.py'), 'here = 1\n');
    writeFileSync(at('b.py'), 'there = ""\n');
    assert.deepEqual([await namesIn('a.py'), await namesIn('b.py')], [['here'], ['there']]);
    renameSync(at('a.py'), at('c.txt'));
    renameSync(at('b.py'), at('a.py'));
    renameSync(at('c.txt'), at('b.py'));
    assert.deepEqual([await namesIn('a.py'), await namesIn('b.py')], [['there'], ['here']]);
    assert.match(await typeOf('a.py', 1), /there: /);
  });

  it('are seen where their folder gets another name, and its old one back', async () => {
    assert.equal(await errorsIn('main.py'), 0);
    renameSync(at('part'), at('whole'));
    assert.equal(await errorsIn('main.py'), 1);
    assert.deepEqual(await namesIn('whole/one.py'), ['first']);
    assert.match((await served.call('symbols', { path: 'part/one.py' })).text, /there is no Python file/);
    renameSync(at('whole'), at('part'));
    assert.equal(await errorsIn('main.py'), 0);
  });

  it('are seen where they come and go, with their folders', async () => {
    const uses = async (): Promise<unknown> =>
      (await served.call('references', { path: 'part/one.py', line: 1 })).fields['confirmed_count'];
    const before = await uses();
    mkdirSync(at('late/deep'), { recursive: true });
    writeFileSync(at('late/deep/user.py'), 'from part.one import first\nprint(first)\n');
    assert.equal(await uses(), Number(before) + 2);
    rmSync(at('late'), { recursive: true });
    assert.equal(await uses(), before);
  });

  it('are seen where a file becomes a folder, a link or unreadable text', async () => {
    writeFileSync(at('thing.py'), 'thing = 1\n');
    assert.deepEqual(await namesIn('thing.py'), ['thing']);
    rmSync(at('thing.py'));
    mkdirSync(at('thing.py'));
    assert.match((await served.call('symbols', { path: 'thing.py' })).text, /there is no Python file/);
    rmSync(at('thing.py'), { recursive: true });
    writeFileSync(at('thing.py'), Buffer.from([0x80, 0xff, 0x0a]));
    assert.equal((await served.call('symbols', { path: 'thing.py' })).raw.isError, false);
    rmSync(at('thing.py'));
  });
});
