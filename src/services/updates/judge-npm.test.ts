import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NpmAdvisories, NpmAdvisory } from './data-schemas.js';
import { judgeNpm } from './judge-npm.js';

const today = '2026-11-26';
const advisory: NpmAdvisory = {
  ...{ id: 'GHSA-aaaa-bbbb-cccc', package: 'left', severity: 'high', summary: 'harm', fixed: '1.2.0' },
  ...{ url: 'https://example.org/', vulnerable: '>= 1.0.0 < 1.2.0' },
};
const advice = { refresh: 'refresh', renew: (name: string) => `update ${name}` };

function judge(
  version: string,
  changes: Partial<NpmAdvisories> = {},
  missing: readonly string[] = [],
): string[] {
  const value: NpmAdvisories = {
    source: 'x',
    read: '2026-11-20',
    covers: ['left'],
    advisories: [advisory],
    ...changes,
  };
  const packages = [{ name: 'left', version }];
  return judgeNpm({ packages, missing }, { kind: 'read', value }, today, advice).map(
    ({ state, fix }) => `${state} ${fix ?? ''}`,
  );
}

describe('npm packages', () => {
  it('are outdated where their version is in the range of an advisory, prereleases too', () => {
    for (const version of ['1.0.0', '1.1.9', '1.2.0-rc.1'])
      assert.deepEqual(judge(version), ['outdated update left']);
    for (const version of ['0.9.0', '1.2.0', '2.0.0']) assert.deepEqual(judge(version), ['current ']);
  });

  it('are not called well by data that is old, of the future, of never, or not about them', () => {
    for (const changes of [
      { read: '2026-10-01' },
      { read: '2026-12-24' },
      { read: null, covers: [], advisories: [] },
      { covers: [] },
    ])
      assert.deepEqual(judge('2.0.0', changes), ['unknown refresh']);
    assert.deepEqual(judge('2.0.0', {}, ['right']), ['unknown refresh']);
    assert.deepEqual(judge('no version'), ['unknown refresh']);
  });

  it('are outdated by old data too', () => {
    assert.deepEqual(judge('1.1.0', { read: '2025-01-01' }), ['outdated update left', 'unknown refresh']);
  });
});
