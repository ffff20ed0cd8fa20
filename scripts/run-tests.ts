// Runs the tests and counts them. The last line is `N passed, N failed`; the exit code is 0 only where something ran and
// nothing failed. A skipped or todo test counts as failed: a security test that skips is a failure.
//   node dist-test/scripts/run-tests.js [--unit | --capability] [--only PART-OF-A-PATH]
import { parseArgs } from 'node:util';
import { findTestFiles, type Kind } from './tests/find-test-files.js';
import { runNodeFile } from './tests/run-node-file.js';
import { pythonFolders, runPythonFolder } from './tests/run-python-folder.js';
import { Tally } from './tests/tally.js';

const concurrency = 2;

const { values } = parseArgs({
  options: {
    unit: { type: 'boolean', default: false },
    capability: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const kinds: readonly Kind[] =
  values.unit === values.capability ? ['unit', 'capability'] : [values.unit ? 'unit' : 'capability'];

const tally = new Tally((line) => process.stdout.write(`${line}\n`));
const tasks = [
  ...kinds.flatMap(findTestFiles).map((file) => ({ name: file, run: () => runNodeFile(file, tally) })),
  ...(kinds.includes('unit') ? pythonFolders : []).map((folder) => ({
    name: folder,
    run: () => runPythonFolder(folder, tally),
  })),
].filter(({ name }) => name.includes(values.only));

async function work(): Promise<void> {
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task.run();
}
await Promise.all(Array.from({ length: concurrency }, work));

process.exitCode = tally.close() ? 0 : 1;
