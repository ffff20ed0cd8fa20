// Proves: jail.kernel. What a jail shows of the packages of an environment, and that nothing of it can be changed there.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { PymcpError } from '../../src/core/errors.js';
import { openTemplate } from '../../src/execution/open-template.js';
import { openWorkspace } from '../../src/execution/open-workspace.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail, toJail } from '../support/jail.js';
import { findExtension, makePackageTree } from '../support/package-tree.js';
import { makeFolder } from '../support/workspace.js';

const extension = findExtension('_lsprof');
const tree = makePackageTree({
  'maps/__init__.py': 'import os, sys\n__version__ = "2.1"\nloaded_by = os.getpid()\nseen = list(sys.path)\n',
  [`maps/${extension.file}`]: { from: extension.from },
  'maps-2.1.dist-info/METADATA': 'Metadata-Version: 2.1\nName: maps\nVersion: 2.1\n',
  // A module of the standard library by another's name: it is not to come first.
  'json/__init__.py': 'raise ImportError("this is not json")\n',
  'evil.pth': 'import sys; sys.evil = True\n',
});
after(() => {
  tree.remove();
});
const interpreter = '/usr/bin/python3';
const packages = { folder: tree.folder, content: 'a'.repeat(64) };
const template = await openTemplate({ interpreter, preload: ['maps', 'json'], strict: false, packages });
after(() => template.close());
const jail = toJail(template);
const plain = await openJail();

const library = /^\/usr\/lib\/python3(\.\d+|\d+\.zip|\.\d+\/lib-dynload)$/;

describe('the packages of an environment in the jail', () => {
  it('are on the search path behind the standard library, and nothing else is', async () => {
    const [first, ...path] = await jail.ask<string[]>('import sys; answer(sys.path)');
    assert.equal(first, '/home/mcp');
    assert.equal(path.pop(), '/env/site-packages');
    assert.equal(path.length, 3);
    for (const folder of path) assert.match(folder, library);
  });

  it('are on it before anything is preloaded, and what is preloaded is there when a program starts', async () => {
    const [here, loadedBy, seen] = await jail.ask<[boolean, number, string[]]>(
      'import sys, os\nhere = "maps" in sys.modules\nimport maps\nanswer([here, maps.loaded_by, maps.seen])',
    );
    assert.equal(here, true);
    // The template is pid 1 of the outer jail.
    assert.equal(loadedBy, 1);
    assert.equal(seen.at(-1), '/env/site-packages');
  });

  it('are found by importlib.metadata, and so is no other', async () => {
    const found = await jail.ask<[string, string[]]>(
      'from importlib import metadata\nanswer([metadata.version("maps"), [d.name for d in metadata.distributions()]])',
    );
    assert.deepEqual(found, ['2.1', ['maps']]);
  });

  it('may be libraries in C', async () => {
    const found = await jail.ask<string>('from maps import _lsprof\nanswer(_lsprof.__file__)');
    assert.equal(found, `/env/site-packages/maps/${extension.file}`);
  });

  it('run no .pth file, in no process', async () => {
    const code = `import subprocess, sys
ask = "import sys; print(hasattr(sys, 'evil'))"
answer([hasattr(sys, "evil"), *(subprocess.run([sys.executable, *flags, "-c", ask], capture_output=True, text=True).stdout.strip()
  for flags in ([], ["-I"]))])`;
    assert.deepEqual(await jail.ask(code), [false, 'False', 'False']);
  });

  it('are found in the same order by what a program starts', async () => {
    const code = `import multiprocessing, subprocess, sys
def ask(queue):
    import json, maps, sys
    queue.put([maps.__version__, json.__file__, sys.path[-1]])
if __name__ == "__main__":
    found = []
    for flags in ([], ["-I"], ["-E", "-s"]):
        ended = subprocess.run(
            [sys.executable, *flags, "-c", "import json, maps, sys; print(maps.__version__, json.__file__, sys.path[-1])"],
            capture_output=True, text=True)
        found.append(ended.stdout.split() or ended.stderr)
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        queue = context.Queue()
        child = context.Process(target=ask, args=(queue,))
        child.start()
        found.append(queue.get(timeout=20))
        child.join()
    answer(found)`;
    const found = await jail.ask<[string, string, string][]>(code);
    assert.equal(found.length, 5);
    for (const [version, json, last] of found) {
      assert.equal(version, '2.1');
      assert.match(json, /^\/usr\/lib\/python3\.\d+\/json\/__init__\.py$/);
      assert.equal(last, '/env/site-packages');
    }
  });

  it('are without those that are installed beside the interpreter', async () => {
    const find = `import importlib.util, glob, os
answer([importlib.util.find_spec("numpy") is not None, os.path.exists("/usr/lib/python3/dist-packages"),
  glob.glob("/usr/**/numpy", recursive=True)])`;
    assert.deepEqual(await jail.ask(find), [false, false, []]);
    // The control: without an environment of one's own it is there.
    if (existsSync('/usr/lib/python3/dist-packages/numpy'))
      assert.equal((await plain.ask<[boolean]>(find))[0], true);
  });

  it('cannot be written, by modes, by the mount and by Landlock', async () => {
    const code = `import errno, os
def attempt(work):
    try:
        work()
    except OSError as error:
        return errno.errorcode[error.errno]
    return "done"
path = "/env/site-packages/maps/__init__.py"
answer([attempt(work) for work in (
    lambda: open(path, "a"),
    lambda: open("/env/site-packages/new.py", "x"),
    lambda: os.mkdir("/env/new"),
    lambda: os.unlink(path),
    lambda: os.rename(path, path + "x"),
    lambda: os.chmod(path, 0o666),
    lambda: os.utime(path),
    lambda: os.truncate(path, 0),
    lambda: os.link(path, "/tmp/maps"),
    lambda: os.setxattr(path, "user.x", b"x"),
)] + [bool(os.statvfs("/env/site-packages/maps").f_flag & os.ST_RDONLY)])`;
    const found = await jail.ask<(string | boolean)[]>(code);
    assert.equal(found.pop(), true);
    assert.equal(found.length, 10);
    for (const [place, end] of found.entries())
      assert.match(String(end), /^(EROFS|EACCES|EPERM|EXDEV|ENOSYS)$/, `attempt ${place}`);
  });

  it('hold no program that could be executed', async () => {
    const code = `import subprocess
try:
    subprocess.run(["/env/site-packages/maps/${extension.file}"])
    answer("ran")
except PermissionError:
    answer("refused")`;
    assert.equal(await jail.ask(code), 'refused');
  });

  it('say nothing of where they lie on the host', async () => {
    const code = 'answer(open("/proc/self/maps").read() + open("/proc/1/cmdline").read())';
    const text = await jail.ask<string>(code.replace('answer', 'import maps._lsprof\nanswer'));
    assert.match(text, /\/env\/site-packages\/maps/);
    assert.ok(!text.includes(tree.folder));
  });

  it('stand beside a workspace, each shown in its own way', async () => {
    const workspace = await openWorkspace(makeFolder(), 'writable');
    const both = await openTemplate({ interpreter, preload: ['maps'], strict: false, packages, workspace });
    after(() => both.close());
    const code = 'import maps, os; open("made", "w").close(); answer([maps.__version__, os.getcwd()])';
    assert.deepEqual(await toJail(both).ask(code), ['2.1', '/workspace']);
  });
});

describe('an environment that cannot be shown', () => {
  const refusalOf = async (folder: string): Promise<PymcpError> => {
    const wanted = { interpreter, preload: [], strict: false, packages: { ...packages, folder } };
    const opened = await openTemplate(wanted).catch((error: unknown) => error);
    assert.ok(opened instanceof PymcpError, 'it was opened');
    return opened;
  };

  it('is refused where it is gone', async () => {
    const { code, hint } = await refusalOf(`${tree.folder}x`);
    assert.equal(code, 'environment.damaged');
    assert.match(hint, /pymcp env list/);
  });

  it('is refused where what it preloads fails, with the reason', async () => {
    const wanted = { interpreter, preload: ['maps.nonesuch'], strict: false, packages };
    await assert.rejects(openTemplate(wanted), (error) => {
      assert.ok(error instanceof PymcpError);
      assert.equal(error.code, 'jail.start-failed');
      assert.match(error.message, /maps\.nonesuch: ModuleNotFoundError/);
      return true;
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
