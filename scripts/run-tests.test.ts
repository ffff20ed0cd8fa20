import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pythonFolders } from './tests/run-python-folder.js';

const runner = fileURLToPath(new URL('run-tests.js', import.meta.url));
const header = `import { describe, it } from 'node:test';\n`;

/** Runs the test runner over a folder that holds these files. */
function runOver(
  files: Record<string, string>,
  kind: string,
  environment: Record<string, string> = {},
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'run-tests-'));
  try {
    for (const root of ['dist-test/src', 'dist-test/bench', 'dist-test/scripts', 'dist-test/tests'])
      mkdirSync(join(folder, root), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    // node:test refuses to run inside itself; the runner under test is not inside.
    const env = { ...process.env, ...environment, NODE_TEST_CONTEXT: undefined };
    const { stdout, status } = spawnSync(process.execPath, [runner, kind], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    return { status, stdout, last: stdout.trimEnd().split('\n').at(-1) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly last: string | undefined;
}

const jsTest = (text: string): Outcome =>
  runOver({ 'dist-test/tests/a.test.js': header + text }, '--capability');

const [wanted, ...others] = pythonFolders;
const passing = 'import unittest\n\n\nclass B(unittest.TestCase):\n    def test_b(self):\n        pass\n';

/** The test is in one folder; each other holds one that passes. */
const pyTest = (body: string): Outcome =>
  runOver(
    {
      [`${wanted}/test_a.py`]: `import unittest\n\n\nclass T(unittest.TestCase):\n${body}\n`,
      ...Object.fromEntries(others.map((folder) => [`${folder}/test_b.py`, passing])),
    },
    '--unit',
  );

describe('the test runner', () => {
  it('counts what passes and ends with the count', () => {
    const outcome = jsTest(`describe('a', () => { it('b', () => {}); it('c', () => {}); });`);
    assert.deepEqual([outcome.status, outcome.last], [0, '2 passed, 0 failed']);
    assert.match(outcome.stdout, /^✔ tests\/a › a › b \(/m);
  });

  it('prints a failure in full', () => {
    const outcome = jsTest(`it('b', () => { throw new Error('the reason'); }); it('c', () => {});`);
    assert.deepEqual([outcome.status, outcome.last], [1, '1 passed, 1 failed']);
    assert.match(outcome.stdout, /Error: the reason\n +at /);
  });

  it('takes a skipped test for a failure', () => {
    const outcome = jsTest(`it('b', { skip: 'no root' }, () => {}); it('c', () => {});`);
    assert.deepEqual([outcome.status, outcome.last], [1, '1 passed, 1 failed']);
    assert.match(outcome.stdout, /skipped: no root/);
  });

  it('takes a todo for a failure', () => {
    assert.equal(jsTest(`it.todo('b'); it('c', () => {});`).last, '1 passed, 1 failed');
  });

  it('takes a failing hook for a failure', () => {
    const outcome = jsTest(`import { after } from 'node:test';
      describe('a', () => { after(() => { throw new Error('hook'); }); it('b', () => {}); });`);
    assert.deepEqual([outcome.status, outcome.last], [1, '1 passed, 1 failed']);
  });

  it('takes a file that does not load, and one without a test, for failures', () => {
    assert.equal(jsTest(`throw new Error('load');`).last, '0 passed, 1 failed');
    assert.equal(jsTest('').last, '0 passed, 1 failed');
  });

  it('fails where no test ran', () => {
    const outcome = runOver({}, '--capability');
    assert.deepEqual([outcome.status, outcome.last], [1, '0 passed, 0 failed']);
  });

  it('says of a file whose programs are missing that it is NOT RUN, which fails in CI', () => {
    const files = {
      'dist-test/tests/a.test.js': `${header}it('b', () => {});`,
      'dist-test/tests/conformance/c.test.js': `${header}it('d', () => {});`,
    };
    const outcome = runOver(files, '--capability', { CI: '' });
    assert.deepEqual([outcome.status, outcome.last], [0, '1 passed, 0 failed, 1 NOT RUN']);
    assert.match(
      outcome.stdout,
      /^NOT RUN dist-test\/tests\/conformance\/c\.test\.js\n {2}.*make setup-test/m,
    );
    assert.equal(runOver(files, '--capability', { CI: 'true' }).status, 1);
  });

  it('ends a file that is silent for too long', () => {
    const files = {
      'dist-test/tests/a.test.js': `${header}it('b', () => new Promise((r) => setTimeout(r, 60_000)));`,
    };
    const outcome = runOver(files, '--capability', { PYMCP_TEST_SLOW: '0.01' });
    assert.deepEqual([outcome.status, outcome.last], [1, '0 passed, 1 failed']);
    assert.match(outcome.stdout, /no test came to its end/);
  });

  it('counts the Python tests', () => {
    assert.equal(
      pyTest('    def test_a(self):\n        print("noise")').last,
      `${pythonFolders.length} passed, 0 failed`,
    );
  });

  it('takes a Python failure, error, skip, sub-test and unloadable file for failures', () => {
    assert.equal(
      pyTest('    def test_a(self):\n        self.fail("x")').last,
      `${others.length} passed, 1 failed`,
    );
    assert.equal(
      pyTest('    def test_a(self):\n        raise OSError').last,
      `${others.length} passed, 1 failed`,
    );
    assert.equal(
      pyTest('    @unittest.skip("why")\n    def test_a(self):\n        pass').last,
      `${others.length} passed, 1 failed`,
    );
    const subtest = '    def test_a(self):\n        with self.subTest(n=1):\n            self.fail("x")';
    assert.equal(pyTest(subtest).last, `${others.length} passed, 1 failed`);
    assert.equal(pyTest('    import missing_module').last, `${others.length} passed, 1 failed`);
  });

  it('takes a Python folder that is missing or ends early for a failure', () => {
    assert.equal(runOver({}, '--unit').last, `0 passed, ${pythonFolders.length} failed`);
    assert.equal(
      pyTest('    def test_a(self):\n        import os\n        os._exit(0)').last,
      `${others.length} passed, 1 failed`,
    );
  });
});
