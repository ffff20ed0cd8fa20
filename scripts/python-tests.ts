// Runs CPython's own tests in a sandbox and in plain Python, and compares how each ended with what is published
// (tests/cpython/differences.json). The last line counts; the exit code is 0 only where nothing is other than published.
//   node dist-test/scripts/python-tests.js [--only PART-OF-A-NAME] [--json FILE] [--as-ordinary-user]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { comparedModules } from '../tests/cpython/modules.js';
import { complaintsOf, readPublished } from '../tests/cpython/published.js';
import { openInside } from '../tests/cpython/run-inside.js';
import { runModule } from '../tests/cpython/run-module.js';
import { toOutside } from '../tests/cpython/run-outside.js';
import type { EndedTests } from '../tests/cpython/test-end.js';
import { findTestSuite, type TestSuite } from '../tests/cpython/test-suite.js';
import { makeOrdinaryUser } from '../tests/support/as-ordinary-user.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    'as-ordinary-user': { type: 'boolean', default: false },
  },
});

interface Compared {
  readonly outside: Readonly<Record<string, unknown>>;
  readonly inside: Readonly<Record<string, unknown>>;
}

async function compareAll(suite: TestSuite): Promise<boolean> {
  const started = Date.now();
  const inside = await openInside(suite);
  const found: Record<string, Compared> = {};
  const complaints: string[] = [];
  let tests = 0;
  try {
    for (const { name, parts } of comparedModules.filter((module) => module.name.includes(values.only))) {
      const begun = Date.now();
      const [out, within] = await Promise.all([
        runModule(toOutside(suite), parts),
        runModule(inside.side, parts),
      ]);
      const seconds = Math.round((Date.now() - begun) / 1000);
      const own = complaintsOf(readPublished(), [name], out, within);
      process.stdout.write(`${own.length === 0 ? '✔' : '✖'} ${name}: ${out.size} tests in ${seconds} s\n`);
      for (const complaint of own) process.stdout.write(`  ${complaint}\n`);
      complaints.push(...own);
      tests += out.size;
      found[name] = { outside: toPlain(out), inside: toPlain(within) };
    }
  } finally {
    await inside.close();
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(found));
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(
    `\n${tests} tests compared in ${seconds} s, ${complaints.length} other than published\n`,
  );
  return tests > 0 && complaints.length === 0;
}

const toPlain = (ended: EndedTests): Readonly<Record<string, unknown>> => Object.fromEntries(ended);

/** The same once more, with the other ways to hold limits that an ordinary user has. */
async function compareAsOrdinaryUser(): Promise<boolean> {
  const user = makeOrdinaryUser(['tests/cpython', '.stamps/cpython']);
  try {
    const { uid, gid, env, folder } = user;
    const args = ['dist-test/scripts/python-tests.js', '--only', values.only];
    const child = spawn(process.execPath, args, {
      uid,
      gid,
      env,
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0;
  } finally {
    user.remove();
  }
}

function explain(why: string, hint: string): boolean {
  process.stderr.write(`error: ${why}\nhint: ${hint}\n`);
  return false;
}

function isComparable(suite: TestSuite): boolean {
  const { python } = readPublished();
  if (suite.python !== python)
    process.stdout.write(
      `what is published is of Python ${python}, and this is ${suite.python}: it may differ\n`,
    );
  return suite.more.length > 0 || explain('the tests of sqlite3 are missing', 'make setup-python-tests');
}

const suite = findTestSuite();
if (suite === null)
  process.exitCode = explain("CPython's own tests are not installed", 'make setup-python-tests') ? 0 : 1;
else if (values['as-ordinary-user']) process.exitCode = (await compareAsOrdinaryUser()) ? 0 : 1;
else process.exitCode = isComparable(suite) && (await compareAll(suite)) ? 0 : 1;
