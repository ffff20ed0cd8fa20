// Runs the tests and counts them. The last line is `N passed, N failed`; the exit code is 0 only where something ran and
// nothing failed. A skipped or todo test counts as failed: a security test that skips is a failure. The files of
// tests/conformance/ and tests/environments/uv* start programs of others, and tests/cpython/ runs CPython's own tests: where those
// cannot be had the last line says how many files are NOT RUN, which is a failure in CI, but for uv on another processor, and for
// another Python than that of docs/cpython.md.
//   node dist-test/scripts/run-tests.js [--unit | --capability] [--only PART-OF-A-PATH] [--without-container]
// The last is for a machine inside this one that has no engine; the last line says what it left out.
import { parseArgs } from 'node:util';
import { findTools } from '../tests/conformance/support/installed-tools.js';
import { findInstalledUv } from '../tests/support/installed-uv.js';
import { type NotComparable, whyNotComparable } from '../tests/cpython/test-suite.js';
import { withSharedUserPackage } from '../tests/support/user-package.js';
import { findTestFiles, type Kind } from './tests/find-test-files.js';
import { runNodeFile } from './tests/run-node-file.js';
import { pythonFolders, runPythonFolder } from './tests/run-python-folder.js';
import { Tally } from './tests/tally.js';
import { mostlyWaits } from './tests/waiting-files.js';
import { withOwnState } from './tests/with-own-state.js';

/** Files at a time, beside one of those that mostly wait. */
const concurrency = 2;

const { values } = parseArgs({
  options: {
    unit: { type: 'boolean', default: false },
    capability: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    'without-container': { type: 'boolean', default: false },
  },
});
const kinds: readonly Kind[] =
  values.unit === values.capability ? ['unit', 'capability'] : [values.unit ? 'unit' : 'capability'];

/** Files that were not run and could have been. */
let missed = 0;

const tally = new Tally((line) => process.stdout.write(`${line}\n`));
const tasks = [
  ...kinds.flatMap(findTestFiles).map((file) => ({ name: file, run: () => runFile(file) })),
  ...(kinds.includes('unit') ? pythonFolders : []).map((folder) => ({
    name: folder,
    run: () => runPythonFolder(folder, tally),
  })),
].filter(({ name }) => name.includes(values.only));

async function runFile(file: string): Promise<void> {
  const reason = whyNotRun(file);
  if (reason?.isMissed === true) missed += 1;
  if (reason !== null) tally.notRun(file, reason.why);
  else await runNodeFile(file, tally);
}

/** What a file needs that is not here; null where nothing is missing. */
function whyNotRun(file: string): NotComparable | null {
  if (values['without-container'] && file === 'dist-test/tests/container/container.test.js')
    return { why: 'it was left out: --without-container', isMissed: false };
  if (file.startsWith('dist-test/tests/cpython/')) return whyNotComparable();
  if (file.startsWith('dist-test/tests/environments/uv') && findInstalledUv('.') === null)
    return { why: 'uv is not installed: make setup-test', isMissed: process.arch === 'x64' };
  const tools = file.startsWith('dist-test/tests/conformance/') ? findTools('.') : null;
  return tools?.kind === 'missing' ? { why: tools.why, isMissed: true } : null;
}

async function work(queue: (typeof tasks)[number][]): Promise<void> {
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) await task.run();
}
const waiting = tasks.filter(({ name }) => mostlyWaits(name));
const busy = tasks.filter(({ name }) => !mostlyWaits(name));
const workOnAll = async (): Promise<void> => {
  await Promise.all([work(waiting), ...Array.from({ length: concurrency }, () => work(busy))]);
};
// Only root makes users, and one file makes what it needs itself.
const sharesPackage = process.getuid?.() === 0 && kinds.includes('capability') && tasks.length > 1;
await withOwnState(sharesPackage ? () => withSharedUserPackage(workOnAll) : workOnAll);

const isMissed = missed > 0 && (process.env['CI'] ?? '') !== '';
process.exitCode = tally.close() && !isMissed ? 0 : 1;
