// Programs that ask for packages by a block of their own (PEP 723): what the list allows and nothing else, from the one index, made once.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Ended, pymcp } from '../support/command-line.js';
import { eras, openClient } from '../support/mcp-client.js';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import { leaveMark, makeSdist } from '../support/wheels/make-sdist.js';
import { makeWheel } from '../support/wheels/make-wheel.js';

const block = (...lines: readonly string[]): string =>
  `# /// script\n${lines.map((line) => `# ${line}\n`).join('')}# ///\n`;
const top = makeWheel({
  name: 'My_Top',
  requires: ['base>=1'],
  files: { 'my_top/__init__.py': 'from base import value\n' },
});
const base = makeWheel({ name: 'base', files: { 'base/__init__.py': 'value = 42\n' } });
const newer = makeWheel({ name: 'base', version: '2.0', files: { 'base/__init__.py': 'value = 43\n' } });
const asks = `${block('dependencies = ["my.top"]', 'requires-python = ">=3.9"')}import my_top\nprint(my_top.value)\n`;

describe('a program that asks for packages (install.verified, net.none)', () => {
  let index: PackageIndex;
  let folder = '';
  before(async () => {
    index = await openPackageIndex();
  });
  after(() => index.close());
  beforeEach(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(join(tmpdir(), 'pymcp-scripts-'));
    mkdirSync(join(folder, 'home'), { mode: 0o700 });
    index.clear();
    for (const archive of [top, base, newer]) index.add(archive);
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const env = (): Record<string, string> => ({
    PATH: '/usr/bin:/bin',
    HOME: join(folder, 'home'),
    LC_ALL: 'C.UTF-8',
  });
  const run = (code: string, ...args: readonly string[]): Promise<Ended> =>
    pymcp(['run', '-', '--script-index', index.url, ...args], code, { env: env() });
  const allowing = (list: string): readonly string[] => ['--script-packages', list];
  const made = (): readonly string[] => {
    const path = join(folder, 'home/.local/share/isolated-pymcp/environments');
    return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.json')) : [];
  };
  const isRefused = ({ exitCode, stdout, stderr }: Ended, message: RegExp, hint: RegExp): void => {
    assert.notEqual(exitCode, 0);
    assert.equal(stdout, '');
    const [, said = '', advice = ''] = /error: (.*)\nhint: (.*)\n/.exec(stderr) ?? [];
    assert.match(said, message, stderr);
    assert.match(advice, hint, stderr);
    assert.deepEqual(made(), []);
  };

  it('runs with them where they are allowed, and the second time the index is not asked', async () => {
    const first = await run(asks, ...allowing('my-top, base'));
    assert.equal(first.stdout, '43\n', first.stderr);
    assert.match(
      first.stderr,
      /note: making the environment script_[0-9a-f]{40} for a program that asks for my-top/,
    );
    assert.equal(made().length, 1);
    index.asked.length = 0;
    const again = await run(asks.replace('my.top', 'MY-TOP'), ...allowing('my-top, base'));
    assert.equal(again.stdout, '43\n', again.stderr);
    assert.equal(again.stderr, '');
    assert.deepEqual(index.asked, []);
  });

  it('is refused where they are not allowed, with the setting that would allow them', async () => {
    isRefused(
      await run(asks),
      /asks for my-top by its block/,
      /--script-packages 'my-top'.*"scripts": \{"packages": \["my-top"\]\}/,
    );
    assert.deepEqual(index.asked, []);
    isRefused(
      await run(asks, ...allowing('my-top')),
      /comes to need base/,
      /--script-packages 'my-top, base'/,
    );
    isRefused(
      await run(asks, ...allowing('my-top, base<2')),
      /comes to need base 2\.0, and scripts\.packages allows base<2/,
      /another version in the block/,
    );
  });

  it('is refused where its Python is not there, or its block is malformed or there twice, before anything is asked', async () => {
    const list = allowing('my-top, base');
    isRefused(
      await run(block('requires-python = ">=3.99"'), ...list),
      /asks for Python >=3\.99/,
      /requires-python/,
    );
    isRefused(await run(block('dependencies = ["a"'), ...list), /no TOML/, /dependencies = /);
    isRefused(await run(`${asks}${asks}`, ...list), /second block/, /leave one/);
    isRefused(
      await run(block('dependencies = ["a @ https://x.example/a.whl"]'), ...list),
      /only the index is asked/,
      /./,
    );
    assert.deepEqual(index.asked, []);
  });

  it('never has a source archive built', async () => {
    const mark = join(folder, 'mark');
    index.clear();
    for (const way of ['backend', 'setup'] as const)
      index.add(makeSdist({ name: 'my-top', way, onBuild: leaveMark(mark) }));
    isRefused(await run(asks, ...allowing('my-top, base')), /my-top/, /./);
    assert.equal(existsSync(mark), false);
  });

  it('with others that ask for the same has them made once', async () => {
    const list = allowing('my-top, base');
    const ended = await Promise.all([run(asks, ...list), run(asks, ...list), run(asks, ...list)]);
    for (const { stdout, stderr } of ended) assert.equal(stdout, '43\n', stderr);
    assert.equal(made().length, 1);
    assert.equal(index.asked.filter((path) => path.endsWith('.whl') && path.includes('my_top')).length, 1);
  });

  for (const era of eras)
    it(`of a client is run with them, is refused, or is called off while they are made: ${era}`, async () => {
      const words = ['--services', 'python', '--script-index', index.url, ...allowing('my-top, base')];
      const served = await openClient(era, words, env());
      try {
        const refused = await served.run(`${block('dependencies = ["evil"]')}print("ran")\n`);
        assert.equal(refused.structured.status, 'refused', refused.text);
        assert.match(
          refused.text,
          /asks for evil by its block.*\nHint: .*--script-packages 'my-top, base, evil'/,
        );
        let isAsked: () => void = () => undefined;
        const asked = new Promise<void>((done) => (isAsked = done));
        index.fault = () => () => {
          isAsked();
        };
        const cancel = new AbortController();
        const cancelled = assert.rejects(served.run(asks, {}, cancel.signal));
        await asked;
        cancel.abort();
        await cancelled;
        index.fault = () => null;
        assert.deepEqual(made(), []);
        const ran = await served.run(asks);
        assert.equal(ran.structured.stdout, '43\n', ran.text);
        assert.equal(made().length, 1);
        const { text, fields } = await served.call('create_session', {});
        const session = (fields['session'] as { session_id: string } | undefined)?.session_id;
        const within = await served.run(asks, { session_id: session });
        assert.match(within.text, /No module named 'my_top'/, text);
      } finally {
        await served.close();
      }
    });

  it('gets the environment that a call names, and its block is not read then', async () => {
    const ended = await run(`${block('dependencies = ["evil"]')}print("ran")\n`, '--env', 'python');
    assert.equal(ended.stdout, 'ran\n', ended.stderr);
    assert.deepEqual(index.asked, []);
  });

  it('without a block is run as ever', async () => {
    const ended = await run('print("# /// script")\n');
    assert.equal(ended.stdout, '# /// script\n', ended.stderr);
  });
});
