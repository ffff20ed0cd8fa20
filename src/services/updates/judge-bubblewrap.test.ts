import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DebianPackage } from '../../host/debian-package.js';
import { judgeBubblewrap } from './judge-bubblewrap.js';

const flaw = {
  ...{ id: 'CVE-2026-87766', advisory: 'https://example.org/', fixed: '0.12.0', unfixedOn: '2026-03-21' },
  ...{ what: 'it follows links', here: 'cannot be used here' },
};
const version = '0.8.0-2+deb12u2';
const entry = (date: string, text: string, of = version): string =>
  `bubblewrap (${of}) bookworm-security; urgency=high\n\n  * ${text}\n\n -- A <a@example.org>  ${date}\n`;
const later = 'Fri, 28 Aug 2026 10:00:00 +0000';

function judge(
  found: Partial<DebianPackage> | null,
  flaws: readonly (typeof flaw)[] | null = [flaw],
): string[] {
  const program = {
    name: 'bubblewrap',
    state: 'found',
    path: '/usr/bin/bwrap',
    version: '0.8.0',
    flaws,
  } as const;
  const whole = { name: 'bubblewrap', version, candidate: version, changelog: null, ...found };
  return judgeBubblewrap(program, found === null ? null : whole).map(({ state }) => state);
}

describe('a bubblewrap whose makers have named a flaw in its version', () => {
  it('has it where no distribution can have mended it', () => {
    assert.deepEqual(judge(null), ['outdated']);
    assert.deepEqual(judge({ changelog: entry('Wed, 14 Aug 2024 10:04:08 +0100', 'Backport') }), [
      'outdated',
    ]);
  });

  it('has it not where the changelog of its package names it', () => {
    assert.deepEqual(judge({ changelog: entry(later, 'Fix CVE-2026-87766') }), ['current']);
  });

  it('is not told either way by a number alone, a changelog without a word of it, of another version or of no day', () => {
    for (const changelog of [
      null,
      '',
      entry(later, 'Other'),
      entry(later, 'Fix CVE-2026-877660'),
      entry(later, 'Fix CVE-2026-87766', '0.8.0-3'),
      entry('some day', 'Other'),
    ])
      assert.deepEqual(judge({ changelog }), ['unknown'], changelog ?? 'none');
  });

  it('is not told by the changelog of a package that the program is not of', () => {
    const changelog = entry(later, 'Fix CVE-2026-87766', '0.80.0-1');
    assert.deepEqual(judge({ version: '0.80.0-1', candidate: null, changelog }), ['unknown']);
  });

  it('is outdated where apt has a newer one, and cannot be told where its version is none', () => {
    assert.deepEqual(judge({ candidate: '0.8.0-2+deb12u3' }, []), ['outdated']);
    assert.deepEqual(judge({}, []), ['current']);
    assert.deepEqual(judge({}, null), ['unknown']);
  });
});
