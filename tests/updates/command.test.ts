// Proves: install.verified, fail.closed. `pymcp updates` as a monitor meets it: its exit code, its JSON, and that data which is not there,
// not whole, of the future or of others makes it say so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import { judgeNpm } from '../../src/services/updates/judge-npm.js';
import { loadUpdateData } from '../../src/services/updates/load-update-data.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { slow } from '../support/time.js';

interface Report {
  readonly verdict: string;
  readonly exit_code: number;
  readonly checks: readonly {
    readonly name: string;
    readonly state: string;
    readonly detail: string;
    readonly fix: string | null;
  }[];
  readonly feeds: readonly { readonly url: string }[];
}

const advice = { refresh: 'refresh', renew: () => 'renew' };
const cli = join(packageRoot(), 'dist-test/src/cli/main.js');

describe('pymcp updates', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'pymcp-updates-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const fresh = (): void => {
    rmSync(join(folder, 'updates'), { recursive: true, force: true });
    cpSync(join(packageRoot(), 'updates'), join(folder, 'updates'), { recursive: true });
  };
  function run(...more: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const env = { PATH: '/usr/bin:/bin', HOME: folder, XDG_DATA_HOME: join(folder, 'data') };
    const words = [cli, 'updates', '--data', join(folder, 'updates'), ...more];
    return spawnSync(process.execPath, words, { env, encoding: 'utf8', timeout: slow(60_000) });
  }
  function report(): Report {
    const { status, stdout, stderr } = run('--json');
    const read = JSON.parse(stdout) as Report;
    assert.equal(read.exit_code, status, stderr);
    assert.equal(status, { current: 0, outdated: 1, unknown: 4 }[read.verdict]);
    return read;
  }

  it('says of each what it is, what to do where there is something, and where to subscribe', () => {
    fresh();
    const { checks, feeds } = report();
    for (const name of ['base-image', 'system', 'node', 'python', 'bubblewrap', 'npm'])
      assert.ok(
        checks.some((check) => check.name === name),
        name,
      );
    for (const { name, state, fix } of checks)
      if (state === 'outdated' || state === 'unknown') assert.ok(fix !== null && fix !== '', name);
    assert.ok(feeds.every(({ url }) => url.startsWith('https://')));
  });

  it('cannot tell by data that is not there, not whole, of others or of the future', async () => {
    const path = join(folder, 'updates/npm-advisories.json');
    const cases: readonly [() => void, RegExp][] = [
      [
        () => {
          rmSync(path);
        },
        /is not there/,
      ],
      [
        () => {
          writeFileSync(path, readFileSync(path).subarray(0, 30));
        },
        /is no JSON/,
      ],
      [
        () => {
          writeFileSync(path, '{"surprise": 1}');
        },
        /is not as it should be/,
      ],
      [
        () => {
          chmodSync(path, 0o666);
        },
        /not believed: others may write to it/,
      ],
      [
        () => {
          chmodSync(join(folder, 'updates'), 0o777);
        },
        /not believed: others may replace it/,
      ],
      [
        () => {
          const value = JSON.parse(readFileSync(path, 'utf8')) as object;
          writeFileSync(path, JSON.stringify({ ...value, read: '2999-01-01' }));
        },
        /in the future/,
      ],
    ];
    for (const [change, expected] of cases) {
      fresh();
      change();
      const loaded = (await loadUpdateData(join(folder, 'updates')))['npm-advisories'];
      const [check] = judgeNpm({ packages: [], missing: [] }, loaded, '2026-11-26', advice);
      chmodSync(join(folder, 'updates'), 0o755);
      assert.equal(check?.state, 'unknown', check?.detail);
      assert.match(check.detail, expected);
    }
  });

  it('names an advisory of what is installed', () => {
    fresh();
    const path = join(folder, 'updates/npm-advisories.json');
    const advisory = {
      ...{ id: 'GHSA-aaaa-bbbb-cccc', package: 'zod', severity: 'high', summary: 'harm', fixed: null },
      ...{ url: 'https://example.org/', vulnerable: '*' },
    };
    const value = { source: 'x', read: '2026-01-01', covers: ['zod'], advisories: [advisory] };
    writeFileSync(path, JSON.stringify(value));
    const { checks, verdict } = report();
    const check = checks.find(({ name }) => name === 'npm');
    assert.equal(check?.state, 'outdated');
    assert.match(check.detail, /^zod \d.*GHSA-aaaa-bbbb-cccc, harm; no version is without it yet/);
    assert.equal(verdict, 'outdated');
  });

  it('refuses what it does not know', () => {
    const { status, stderr } = run('--env', 'nothing');
    assert.equal(status, 2);
    assert.match(stderr, /^error: .*\nhint: /);
  });
});

alsoAsOrdinaryUser(import.meta.url, ['updates', 'components']);
