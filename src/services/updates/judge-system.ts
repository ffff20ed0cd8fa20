// Whether the distribution of this machine, or of this image, is still mended. Pure.
import type { Distributions } from './data-schemas.js';
import { whyStale } from './day.js';
import type { Loaded } from './load-update-data.js';
import type { UpdateCheck } from './update-check.js';

/** As os-release(5) has it. */
export interface SystemRelease {
  readonly id: string | null;
  readonly version: string | null;
  readonly title: string;
}

/** The dates of a release do not change, but for new ones. */
const mostDays = 3 * 365;
const name = 'system';

export function parseOsRelease(text: string | null): SystemRelease {
  const field = (key: string): string | null =>
    text?.match(new RegExp(`^${key}=["']?([\\w .()/+-]{1,80})["']?$`, 'm'))?.[1] ?? null;
  return {
    id: field('ID'),
    version: field('VERSION_ID'),
    title: field('PRETTY_NAME') ?? 'a system without a name',
  };
}

export function judgeSystem(
  { id, version, title }: SystemRelease,
  data: Loaded<Distributions>,
  today: string,
): UpdateCheck {
  const check = (state: UpdateCheck['state'], detail: string, fix: string | null = null): UpdateCheck => ({
    ...{ name, state, detail: `${title}; ${detail}`, fix },
  });
  const ask = 'ask its makers until when they mend it';
  if (data.kind === 'unusable') return check('unknown', data.why, data.fix);
  if ((id !== 'debian' && id !== 'ubuntu') || version === null)
    return check('unknown', 'until when it is mended is known here of Debian and Ubuntu alone', ask);
  const { read, lines } = data.value[id];
  const line = lines.find((one) => one.line === version);
  const stale = whyStale(read, today, mostDays);
  if (line === undefined) return check('unknown', `what is known is of ${read} and has no such release`, ask);
  if (line.longTermUntil < today)
    return check('outdated', `nobody mends it since ${line.longTermUntil}`, moveOn(id));
  if (stale !== null) return check('unknown', `what is known ${stale}`, ask);
  return line.until < today
    ? check(
        'note',
        `its makers ended on ${line.until}, and its LTS team mends some of it until ${line.longTermUntil}`,
        moveOn(id),
      )
    : check('current', `it is mended until ${line.until}`);
}

const moveOn = (id: 'debian' | 'ubuntu'): string =>
  id === 'debian'
    ? 'upgrade to the next release: https://www.debian.org/releases/stable/release-notes/'
    : 'sudo do-release-upgrade';
