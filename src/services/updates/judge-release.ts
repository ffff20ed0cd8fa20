// Whether a version is of a line that its makers still mend. Pure.
import lt from 'semver/functions/lt.js';
import valid from 'semver/functions/valid.js';
import type { DebianPackage } from '../../host/debian-package.js';
import type { ReleaseLine } from './data-schemas.js';
import { daysBetween, whyStale } from './day.js';
import type { Loaded } from './load-update-data.js';
import type { UpdateCheck } from './update-check.js';

export interface ReleasedProgram {
  /** In kebab-case, as the checks have it. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  readonly version: string;
  readonly path: string;
  /** How many numbers of a version name its line: 1 for Node.js, 2 for Python. */
  readonly lineParts: 1 | 2;
  /** How to come by another line, given its name. */
  readonly moveTo: (line: string) => string;
  /** How to come by the newest version of this line. */
  readonly renew: string;
  /** What brings newer data. */
  readonly refresh: string;
  /** How old the data may be. */
  readonly mostDays: number;
  /** The package of a distribution that it belongs to. Its makers are then not those who mend it. */
  readonly package: DebianPackage | null;
}

export interface ReleaseData {
  readonly read: string;
  readonly lines: readonly ReleaseLine[];
}

const soonDays = 60;

export function judgeRelease(
  program: ReleasedProgram,
  data: Loaded<ReleaseData>,
  today: string,
): UpdateCheck {
  const { name, title, version, path, lineParts } = program;
  const found = `${version}, ${path}`;
  const check = (state: UpdateCheck['state'], detail: string, fix: string | null = null): UpdateCheck => ({
    ...{ name, state, detail: `${found}; ${detail}`, fix },
  });
  const waits = waitingVersion(program.package);
  if (waits !== null) return check('outdated', waits.why, waits.fix);
  if (data.kind === 'unusable') return check('unknown', data.why, data.fix);
  const { read, lines } = data.value;
  const wanted = version.split('.').slice(0, lineParts).join('.');
  const line = lines.find((one) => one.line === wanted);
  const stale = whyStale(read, today, program.mostDays);
  if (line === undefined)
    return check(
      'unknown',
      `what is known of ${title} is of ${read} and has no line ${wanted}`,
      program.refresh,
    );
  if (line.until < today) {
    if (program.package !== null)
      return check(
        'note',
        `its makers ended ${title} ${wanted} on ${line.until}; who mends it is your distribution, see system`,
      );
    return check('outdated', `${title} ${wanted} ended on ${line.until}`, moveOn(program, lines, today));
  }
  // A package of a distribution has its own patches, whatever its number.
  const isOld = line.security !== null && valid(version) !== null && lt(version, line.security);
  if (isOld && program.package === null)
    return check('outdated', `${line.security ?? ''} mended flaws that this version has`, program.renew);
  if (stale !== null) return check('unknown', `what is known of ${title} ${stale}`, program.refresh);
  const left = daysBetween(today, line.until);
  const until = `${title} ${wanted} is mended until ${line.until}`;
  return left <= soonDays
    ? check('note', `${until}, in ${left} days`, moveOn(program, lines, today))
    : check('current', until);
}

/** What apt has a newer version of. */
export function waitingVersion(found: DebianPackage | null): { why: string; fix: string } | null {
  if (found?.candidate === null || found === null || found.candidate === found.version) return null;
  return {
    why: `${found.name} ${found.version} is installed, and apt has ${found.candidate}`,
    fix: `sudo apt-get install -y --only-upgrade ${found.name}`,
  };
}

/** To the line that lasts longest of those that are there for long-term use, or are out at all. */
function moveOn(program: ReleasedProgram, lines: readonly ReleaseLine[], today: string): string {
  const hasLongTerm = lines.some(({ longTermFrom }) => longTermFrom !== null);
  const [best] = lines
    .filter(({ from, longTermFrom }) => (hasLongTerm ? (longTermFrom ?? '9') : from) <= today)
    .filter(({ until }) => until > today)
    .sort((one, other) => other.until.localeCompare(one.until));
  return best === undefined ? program.renew : program.moveTo(best.line);
}
