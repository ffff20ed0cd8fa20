// Whether CPython's own tests are on this machine, and of which Python. Debian has them in a package of their own, but for those
// of sqlite3, which the set-up takes out of its source package.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-root.js';
import { readPublished } from './published.js';

export interface TestSuite {
  readonly python: string;
  /** The modules of which the package has none, as files for the folder that a program starts in; none where they are missing. */
  readonly more: readonly { readonly path: string; readonly bytes: Buffer }[];
}

/** Of those, below the folder that a program starts in. */
export const moreFolder = 'more';

const question =
  'import importlib.util as u, sys; print("%d.%d.%d" % sys.version_info[:3], u.find_spec("test.test_os") is not None)';

/** null where there is none: `make python-tests` installs it. */
export function findTestSuite(): TestSuite | null {
  const { python, isThere } = askPython();
  if (!isThere) return null;
  return { python, more: readMore(join(packageRoot(), '.stamps/cpython', python)) };
}

export interface NotComparable {
  readonly why: string;
  /** Whether it could be had on this machine. */
  readonly isMissed: boolean;
}

/** Why the tests here cannot be compared with what is published; null where they can. */
export function whyNotComparable(): NotComparable | null {
  const { python } = readPublished();
  const { python: own, isThere } = askPython();
  if (own !== python) {
    const why = `the differences are published for Python ${python}, and this is ${own}: make python-tests shows its own`;
    return { why, isMissed: false };
  }
  if (!isThere)
    return { why: "CPython's own tests are not installed: make setup-python-tests", isMissed: true };
  if (findTestSuite()?.more.length === 0)
    return { why: 'the tests of sqlite3 are missing: make setup-python-tests', isMissed: true };
  return null;
}

function askPython(): { python: string; isThere: boolean } {
  const said = execFileSync('/usr/bin/python3', ['-I', '-c', question], { encoding: 'utf8' });
  const [python = '', isThere] = said.trim().split(' ');
  return { python, isThere: isThere === 'True' };
}

function readMore(folder: string): TestSuite['more'] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => ({ path: `${moreFolder}/${path}`, bytes: readFileSync(join(folder, path)) }));
}
