// Whether a bubblewrap has a flaw that is known. Its version says so for what its makers gave out; the package of a distribution may have
// mended it under an old number, and then its changelog alone can tell. Where neither does, nobody is told that it has. Pure.
import type { DebianPackage } from '../../host/debian-package.js';
import type { JailProgram, KnownFlaw } from '../../sandbox/backend-contract.js';
import { toDay } from './day.js';
import { waitingVersion } from './judge-release.js';
import type { UpdateCheck } from './update-check.js';

type Found = Extract<JailProgram, { state: 'found' }>;

const name = 'bubblewrap';
const upgrade = 'sudo apt-get update && sudo apt-get install -y --only-upgrade bubblewrap';

export function judgeBubblewrap(program: Found, found: DebianPackage | null): readonly UpdateCheck[] {
  const own =
    found === null ? `${program.version}, ${program.path}` : `${program.version}, package ${found.version}`;
  const waits = waitingVersion(found);
  const newer: readonly UpdateCheck[] =
    waits === null ? [] : [{ name, state: 'outdated', detail: waits.why, fix: waits.fix }];
  if (program.flaws === null)
    return [
      ...newer,
      { name, state: 'unknown', detail: `${own} is no version that can be compared`, fix: upgrade },
    ];
  const flawed = program.flaws.map((flaw) => judgeFlaw(flaw, own, program, found));
  if (flawed.length > 0) return [...newer, ...flawed];
  return newer.length > 0
    ? newer
    : [{ name, state: 'current', detail: `${own}; no flaw of this version is known here`, fix: null }];
}

function judgeFlaw(flaw: KnownFlaw, own: string, program: Found, found: DebianPackage | null): UpdateCheck {
  const { id, fixed, what, here } = flaw;
  const check = (state: UpdateCheck['state'], said: string, fix: string | null): UpdateCheck => ({
    ...{ name, state, detail: `${own}; ${id} (${what}) ${said}`, fix },
  });
  if (found === null)
    return check(
      'outdated',
      `is in this version, and ${here}`,
      `install bubblewrap ${fixed} or newer: ${flaw.advisory}`,
    );
  const told = readChangelog(found, id);
  if (!isOfPackage(program.version, found.version))
    return check(
      'unknown',
      'cannot be told: the program is not of the version of its package',
      `${upgrade} --reinstall`,
    );
  if (told.kind === 'mended') return check('current', 'is mended, by the changelog of the package', null);
  if (told.kind === 'untold' || told.day >= flaw.unfixedOn)
    return check(
      'unknown',
      `cannot be told: its makers mended it in ${fixed}, and the package does not say whether it has; it ${here}`,
      `${upgrade}\n${lookUp(id)}`,
    );
  return check(
    'outdated',
    `is in this package, which is of ${told.day}, and ${here}`,
    `${upgrade}\n${lookUp(id)}`,
  );
}

const lookUp = (id: string): string =>
  `where that brings nothing, see whether a package is there: https://security-tracker.debian.org/tracker/${id} or https://ubuntu.com/security/${id}`;

type Told =
  | { readonly kind: 'mended' }
  | { readonly kind: 'silent'; readonly day: string }
  | { readonly kind: 'untold' };

/** deb-changelog(5): the newest entry comes first, and must be of the version that is installed. */
function readChangelog({ changelog, version }: DebianPackage, id: string): Told {
  if (changelog === null) return { kind: 'untold' };
  const [, newest = ''] = changelog.match(/^\S+ \(([^)\s]+)\)/) ?? [];
  if (newest !== version) return { kind: 'untold' };
  if (new RegExp(`(?<![\\w-])${id}(?![\\d])`).test(changelog)) return { kind: 'mended' };
  const [, date = ''] = changelog.match(/^ -- .*> {2}(.+)$/m) ?? [];
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? { kind: 'untold' } : { kind: 'silent', day: toDay(ms) };
}

/** `0.8.0` and `0.8.0-2+deb12u1`, or `1:0.8.0+really…`. */
function isOfPackage(program: string, version: string): boolean {
  const upstream = version.replace(/^\d+:/, '');
  return (
    upstream === program || /^[-+~]/.test(upstream.startsWith(program) ? upstream.slice(program.length) : '')
  );
}
