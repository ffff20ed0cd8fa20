// Works on a project as an assistant would, by a real client: finds a symbol, reads it, renames it, runs the project's own tests in
// the jail, and takes the change back. The project is Python's unittest, of several thousand lines, which every Python has, with
// tests of ours that use it as a package of its own.
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pythonStandardLibrary } from '../support/python-library.js';
import { openClient, type ServedClient } from '../support/mcp-client.js';
import { ToldChanges } from '../support/told-changes.js';
import { makeFolder } from '../support/workspace.js';

const tests = {
  'tests/__init__.py': '',
  'tests/test_strings.py': `
import checks
from checks.util import safe_repr, sorted_list_difference, strclass

class Strings(checks.TestCase):
    def test_short(self):
        self.assertEqual(safe_repr("a"), "'a'")
        self.assertTrue(safe_repr("a" * 500, short=True).endswith("[truncated]..."))

    def test_differences(self):
        self.assertEqual(sorted_list_difference([1, 2], [2, 3]), ([1], [3]))

    def test_names(self):
        self.assertEqual(strclass(int), "builtins.int")

class Failures(checks.TestCase):
    def test_messages(self):
        with self.assertRaisesRegex(self.failureException, "'a' != 'b'"):
            self.assertEqual("a", "b")

    def test_runs(self):
        class Inner(checks.TestCase):
            def test_one(self):
                self.assertIn(1, [2], "message")
        result = checks.TestResult()
        checks.defaultTestLoader.loadTestsFromTestCase(Inner).run(result)
        self.assertEqual((result.testsRun, len(result.failures)), (1, 1))
        self.assertIn("1 not found in [2] : message", result.failures[0][1])
`,
};

const runTests = `
import io, sys
sys.path.insert(0, "/workspace")
sys.dont_write_bytecode = True
import checks
import tests.test_strings
suite = checks.defaultTestLoader.loadTestsFromModule(tests.test_strings)
out = io.StringIO()
result = checks.TextTestRunner(stream=out).run(suite)
print(out.getvalue())
(result.testsRun, result.wasSuccessful())
`;

const folder = makeFolder(tests);

/** Content of every file, by its path. */
function snapshot(): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return new Map(files.sort().map((file) => [file, readFileSync(file, 'latin1')]));
}

async function call(
  served: ServedClient,
  tool: string,
  args = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { fields, text } = await served.call(tool, args);
  assert.equal(fields['status'], 'done', text);
  return fields;
}

async function passTests(served: ServedClient): Promise<void> {
  const { structured, text } = await served.run(runTests);
  assert.deepEqual([structured.status, structured.value], ['completed', '(5, True)'], text);
}

describe('an assistant at a project of several thousand lines', () => {
  before(async () => {
    cpSync(join(await pythonStandardLibrary(), 'unittest'), join(folder, 'checks'), {
      recursive: true,
      filter: (path) => !path.includes('__pycache__'),
    });
  });

  it('finds, reads, renames, tests, takes back, and is never told what is stale', async () => {
    const original = snapshot();
    const lines = [...original.values()].reduce((sum, text) => sum + text.split('\n').length, 0);
    assert.ok(lines > 4_000, String(lines));
    const args = ['--services', 'python,files,code', '--workspace', folder, '--writable'];
    const served = await openClient('2025-11-25', args);
    try {
      const told = new ToldChanges(served.client, '2025-11-25');
      await told.subscribe('checks/util.py', 'checks/case.py');

      const found = await call(served, 'find_symbol', { symbol: 'safe_repr' });
      assert.match(JSON.stringify(found), /checks\/util\.py/);
      const read = await call(served, 'read_text_file', { path: 'checks/util.py' });
      assert.match(String(read['content']), /def safe_repr\(obj, short=False\)/);
      await passTests(served);

      const rename = { symbol: 'safe_repr', path: 'checks/util.py', new_name: 'short_repr' };
      const preview = await call(served, 'rename', rename);
      assert.deepEqual(snapshot(), original);
      assert.ok(Number(preview['places_count']) > 20, JSON.stringify(preview['places_count']));
      const changed = ['checks/util.py', 'checks/case.py'];
      await told.after(() => call(served, 'rename', { ...rename, apply: true }), ...changed);
      const renamed = snapshot();
      for (const path of [...changed, 'tests/test_strings.py'])
        assert.doesNotMatch(renamed.get(join(folder, path)) ?? 'safe_repr', /\bsafe_repr\b/);
      await passTests(served);
      const errors = await call(served, 'diagnostics', { path: 'tests/test_strings.py' });
      assert.doesNotMatch(JSON.stringify(errors), /short_repr|safe_repr/);

      const { changes } = await call(served, 'list_changes');
      const [latest] = changes as readonly { readonly id: number }[];
      assert.ok(latest !== undefined);
      await told.after(() => call(served, 'undo_change', { id: latest.id }), ...changed);
      assert.deepEqual(snapshot(), original);
      await passTests(served);

      const write = 'open("/workspace/tests/test_strings.py", "a").write("\\nundefined_by_a_run\\n")';
      for (let round = 0; round < 3; round += 1) {
        assert.equal((await served.run(write)).structured.status, 'completed');
        const stale = JSON.stringify(await call(served, 'diagnostics', { path: 'tests/test_strings.py' }));
        assert.equal(stale.match(/\\"undefined_by_a_run\\" is not defined/g)?.length, round + 1, stale);
      }
      const whole = tests['tests/test_strings.py'];
      await call(served, 'write_file', { path: 'tests/test_strings.py', content: whole });
      const clean = JSON.stringify(await call(served, 'diagnostics', { path: 'tests/test_strings.py' }));
      assert.doesNotMatch(clean, /undefined_by_a_run/);
      assert.deepEqual(snapshot(), original);
    } finally {
      await served.close();
    }
  });
});
