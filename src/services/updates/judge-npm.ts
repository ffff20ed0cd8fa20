// Which of the npm packages that are installed have an advisory. What was not asked about, or too long ago, is not called well. Pure.
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import type { InstalledPackage, InstalledPackages } from '../../host/installed-packages.js';
import type { NpmAdvisories, NpmAdvisory } from './data-schemas.js';
import { whyStale } from './day.js';
import type { Loaded } from './load-update-data.js';
import type { UpdateCheck } from './update-check.js';

const name = 'npm';
/** Advisories come every day. */
const mostDays = 30;
const mostNames = 5;

export interface NpmAdvice {
  /** What brings the newest data. */
  readonly refresh: string;
  /** What brings another version of a package. */
  readonly renew: (packageName: string) => string;
}

export function judgeNpm(
  installed: InstalledPackages,
  data: Loaded<NpmAdvisories>,
  today: string,
  advice: NpmAdvice,
): readonly UpdateCheck[] {
  if (data.kind === 'unusable') return [{ name, state: 'unknown', detail: data.why, fix: data.fix }];
  const { read, covers, advisories } = data.value;
  const { packages } = installed;
  const covered = new Set(covers);
  const hits = packages.flatMap((one) =>
    advisories.filter((advisory) => isHit(one, advisory)).map((advisory) => toCheck(one, advisory, advice)),
  );
  const uncovered = read === null ? [] : packages.filter((one) => !covered.has(one.name));
  const gaps = [
    whyStale(read, today, mostDays)?.replace(/^/, 'what is known '),
    sayNames(
      'nothing is known of',
      uncovered.map((one) => one.name),
    ),
    sayNames('not found, or not readable:', installed.missing),
    sayNames(
      'no version:',
      packages.filter(({ version }) => valid(version) === null).map((one) => one.name),
    ),
  ].filter((gap) => typeof gap === 'string');
  const count = `${packages.length} packages`;
  if (gaps.length > 0)
    return [...hits, { name, state: 'unknown', detail: `${count}; ${gaps.join('; ')}`, fix: advice.refresh }];
  if (hits.length > 0) return hits;
  return [{ name, state: 'current', detail: `${count}; no advisory, by data of ${read ?? ''}`, fix: null }];
}

function isHit({ name: installed, version }: InstalledPackage, advisory: NpmAdvisory): boolean {
  // A prerelease is in a range of what comes after it.
  return (
    installed === advisory.package && satisfies(version, advisory.vulnerable, { includePrerelease: true })
  );
}

function toCheck(
  { name: installed, version }: InstalledPackage,
  { id, severity, summary, url, fixed }: NpmAdvisory,
  advice: NpmAdvice,
): UpdateCheck {
  const until = fixed === null ? 'no version is without it yet' : `${fixed} is without it`;
  return {
    ...{ name, state: 'outdated', fix: advice.renew(installed) },
    detail: `${installed} ${version}: ${severity}, ${id}, ${summary}; ${until}; ${url}`,
  };
}

function sayNames(said: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const shown = [...new Set(names)].sort();
  const more = shown.length > mostNames ? ` and ${shown.length - mostNames} more` : '';
  return `${said} ${shown.slice(0, mostNames).join(', ')}${more}`;
}
