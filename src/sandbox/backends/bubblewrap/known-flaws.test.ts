import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findKnownFlaws } from './known-flaws.js';

const idsOf = (version: string, isSetuid = false): readonly string[] | undefined =>
  findKnownFlaws(version, isSetuid)?.map(({ id }) => id);

describe('the known flaws of bubblewrap', () => {
  it('name CVE-2026-87766 first, for every version before 0.12', () => {
    for (const version of ['0.3.3', '0.8.0', '0.11.2', '0.12.0-rc1'])
      assert.equal(idsOf(version)?.[0], 'CVE-2026-87766', version);
    for (const version of ['0.12.0', '0.12.1', '1.0.0', '1.0']) assert.deepEqual(idsOf(version), [], version);
  });

  it('count those of setuid programs where it is one, and from the version on that brought them', () => {
    assert.deepEqual(idsOf('0.11.1', true), ['CVE-2026-87766', 'CVE-2026-41163']);
    assert.deepEqual(idsOf('0.11.1'), ['CVE-2026-87766']);
    assert.deepEqual(idsOf('0.10.0', true), ['CVE-2026-87766']);
    assert.deepEqual(idsOf('0.4.0', true), ['CVE-2026-87766', 'CVE-2020-5291']);
    assert.deepEqual(idsOf('0.4.1', true), ['CVE-2026-87766']);
  });

  it('are not guessed for what is no version', () => {
    for (const version of ['', 'git', '0.8', 'v', '0.8.0; rm -rf', '8'])
      assert.equal(findKnownFlaws(version, false)?.length ?? null, version === '0.8' ? 1 : null, version);
  });
});
