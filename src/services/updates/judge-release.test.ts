import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DebianPackage } from '../../host/debian-package.js';
import { judgeRelease, type ReleasedProgram } from './judge-release.js';

const line = (name: string, until: string, security: string | null = null) => ({
  ...{ line: name, from: '2023-01-01', longTermFrom: '2023-06-01', until, security },
});
const lines = [line('20', '2026-04-30'), line('24', '2028-04-30', '24.5.0'), line('26', '2029-04-30')];
const packed: DebianPackage = { name: 'nodejs', version: '1', candidate: '1', changelog: null };

function judge(version: string, today: string, found: DebianPackage | null = null): string {
  const program: ReleasedProgram = {
    ...{
      name: 'node',
      title: 'Node.js',
      version,
      path: '/node',

      renew: 'renew',
      refresh: 'refresh',
    },
    lineParts: 1,
    ...{ mostDays: 60, package: found, moveTo: (to: string) => `to ${to}` },
  };
  const { state, fix } = judgeRelease(program, { kind: 'read', value: { read: '2026-11-20', lines } }, today);
  return `${state} ${fix ?? ''}`;
}

describe('a line of releases', () => {
  it('is current until its last day, and outdated from then on', () => {
    assert.equal(judge('24.5.0', '2026-11-26'), 'current ');
    assert.equal(judge('20.20.2', '2026-11-26'), 'outdated to 26');
    assert.equal(judge('20.20.2', '2026-05-01'), 'outdated to 26');
  });

  it('is outdated before its newest security release', () => {
    assert.equal(judge('24.4.9', '2026-11-26'), 'outdated renew');
  });

  it('cannot be told where it is not in the data, or where that is old or of the future', () => {
    assert.equal(judge('28.0.0', '2026-11-26'), 'unknown refresh');
    assert.equal(judge('24.5.0', '2027-03-01'), 'unknown refresh');
    assert.equal(judge('24.5.0', '2026-01-01'), 'unknown refresh');
  });

  it('is its distribution to mend where that packs it, and outdated where apt has a newer one', () => {
    assert.equal(judge('20.20.2', '2026-11-26', packed), 'note ');
    assert.equal(judge('24.0.0', '2026-11-26', packed), 'current ');
    assert.match(judge('24.0.0', '2026-11-26', { ...packed, candidate: '2' }), /^outdated sudo apt-get /);
  });

  it('is told to be near its end', () => {
    const data = { kind: 'read', value: { read: '2028-03-10', lines } } as const;
    const program: ReleasedProgram = {
      ...{
        name: 'node',
        title: 'Node.js',
        version: '24.5.0',
        path: '/node',

        renew: '',
        refresh: '',
      },
      lineParts: 1,
      ...{ mostDays: 60, package: null, moveTo: (to: string) => `to ${to}` },
    };
    assert.deepEqual(judgeRelease(program, data, '2028-03-15').state, 'note');
  });
});
