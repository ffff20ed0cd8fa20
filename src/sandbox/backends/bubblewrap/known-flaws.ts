// The flaws of bubblewrap that are known here, by the versions of its makers: the one table that `doctor` and `updates` read. A
// distribution may have mended one in a package whose number is older; the changelog of that package says so (pymcp updates).
import coerce from 'semver/functions/coerce.js';
import gte from 'semver/functions/gte.js';
import lt from 'semver/functions/lt.js';
import parse from 'semver/functions/parse.js';
import type { KnownFlaw } from '../../backend-contract.js';

interface FlawRecord extends KnownFlaw {
  /** The first version that has it; null where it was always there. */
  readonly introduced: string | null;
  readonly needsSetuid: boolean;
}

const flaws = [
  {
    id: 'CVE-2026-87766',
    advisory: 'https://github.com/containers/bubblewrap/security/advisories/GHSA-pxhw-h44j-8pfx',
    introduced: null,
    fixed: '0.12.0',
    // 0.11.1 came out that day and has it still.
    unfixedOn: '2026-03-21',
    needsSetuid: false,
    what: 'where it makes mount points it follows links, out of the sandbox',
    // FACTS: guest code must have been able to write there.
    here: 'cannot be used here: no mount lies below a place that guest code can write',
  },
  {
    id: 'CVE-2026-41163',
    advisory: 'https://github.com/containers/bubblewrap/security/advisories/GHSA-xq78-7hw4-5jvp',
    introduced: '0.11.0',
    fixed: '0.11.2',
    unfixedOn: '2026-03-21',
    needsSetuid: true,
    what: 'where it is setuid root, its user can take over what it does as root',
    here: 'needs the set-user-id bit, which is not needed here: sudo chmod u-s /usr/bin/bwrap',
  },
  {
    id: 'CVE-2020-5291',
    advisory: 'https://github.com/containers/bubblewrap/security/advisories/GHSA-j2qp-rvxj-43vj',
    introduced: '0.4.0',
    fixed: '0.4.1',
    unfixedOn: '2020-03-29',
    needsSetuid: true,
    what: 'where it is setuid root, its user can become root',
    here: 'needs the set-user-id bit, which is not needed here: sudo chmod u-s /usr/bin/bwrap',
  },
] as const satisfies readonly FlawRecord[];

/** null where the version is none that can be compared. */
export function findKnownFlaws(version: string, isSetuid: boolean): readonly KnownFlaw[] | null {
  const compared = parse(version) ?? (/^\d+\.\d+$/.test(version) ? coerce(version) : null);
  if (compared === null) return null;
  return flaws.filter(
    ({ introduced, fixed, needsSetuid }) =>
      lt(compared, fixed) && (introduced === null || gte(compared, introduced)) && (isSetuid || !needsSetuid),
  );
}
