// Proves: install.verified. The script that refreshes the data of `pymcp updates`, with answers of the shape that their hosts document, and
// with others: what is not whole, not believable or of another kind leaves the file as it was.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { packageRoot } from '../../src/host/package-root.js';
import type { NpmAdvisories, ReleaseLines } from '../../src/services/updates/data-schemas.js';
import { type ArchiveServer, openArchiveServer, redirectTo } from '../installs/archive-server.js';
import { type Ended, endOf } from '../support/command-line.js';
import { slow } from '../support/time.js';

const script = join(packageRoot(), 'dist-test/scripts/refresh-updates.js');

const advisory = (name: string, range: string, withdrawn: string | null = null): object => ({
  ...{ ghsa_id: 'GHSA-aaaa-bbbb-cccc', cve_id: null, url: 'https://example.org/', type: 'reviewed' },
  ...{ html_url: 'https://example.org/a', summary: 'harm', severity: 'high', withdrawn_at: withdrawn },
  vulnerabilities: [
    {
      package: { ecosystem: 'npm', name },
      ...{ vulnerable_version_range: range, first_patched_version: '9.9.9', vulnerable_functions: [] },
    },
    {
      package: { ecosystem: 'pip', name },
      ...{ vulnerable_version_range: '> 0', first_patched_version: null, vulnerable_functions: [] },
    },
  ],
});

const good: Readonly<Record<string, unknown>> = {
  '/advisories': [
    advisory('zod', '>= 1.0.0, < 1.2.0'),
    advisory('semver', '= 1.0.0', '2026-01-01T00:00:00Z'),
  ],
  '/schedule': { v24: { start: '2025-05-06', lts: '2025-10-28', end: '2028-04-30', codename: '' } },
  '/versions': [
    { version: 'v24.9.0', date: '2026-01-01', security: true },
    { version: 'v24.10.0', date: '2026-02-01', security: true },
    { version: 'v24.11.0', date: '2026-03-01', security: false },
  ],
  '/python': { '3.12': { branch: '3.12', first_release: '2023-10-02', end_of_life: '2028-10' } },
  '/v2': { digest: `sha256:${'a'.repeat(64)}`, tag_last_pushed: '2026-11-10T01:02:03.4Z', name: 'x' },
};

describe('the script that refreshes what is known', () => {
  let server: ArchiveServer;
  let folder = '';
  let answer: (path: string, response: ServerResponse) => void;
  before(async () => {
    server = await openArchiveServer();
    folder = mkdtempSync(join(tmpdir(), 'pymcp-refresh-'));
    writeFileSync(join(folder, 'ca.crt'), server.ca);
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    server.instead.length = 0;
    for (let turn = 0; turn < 100; turn += 1)
      server.instead.push((request, response) => {
        answer((request.url ?? '').replace(/^\/(\w+).*$/, '/$1'), response);
      });
    cpSync('updates', join(folder, 'updates'), { recursive: true });
  });

  const text = (name: string): string => readFileSync(join(folder, 'updates', `${name}.json`), 'utf8');
  const give = (path: string, response: ServerResponse): void => {
    response.end(JSON.stringify(good[path]));
  };

  function refresh(): Promise<Ended> {
    const origin = new URL(server.url).origin;
    const places = ['schedule', 'versions', 'python'].map((name) => [name, `${origin}/${name}`]);
    const addresses = { ...Object.fromEntries(places), advisories: origin, image: origin } as object;
    const words = [script, join(folder, 'updates'), JSON.stringify(addresses)];
    const env = { PATH: '/usr/bin:/bin', TMPDIR: folder, NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt') };
    const child = spawn(process.execPath, words, { env, timeout: slow(60_000) });
    child.stdin.on('error', () => undefined).end();
    return endOf(child);
  }

  it('writes what its sources say, and the day', async () => {
    answer = give;
    const { exitCode, stderr } = await refresh();
    assert.equal(exitCode, 0, stderr);
    const npm = JSON.parse(text('npm-advisories')) as NpmAdvisories;
    assert.match(npm.read ?? '', /^\d{4}-\d\d-\d\d$/);
    assert.ok(npm.covers.includes('zod') && npm.covers.includes('@types/node'));
    assert.deepEqual(
      npm.advisories.map(({ package: name, vulnerable, fixed }) => [name, vulnerable, fixed]),
      [['zod', '>= 1.0.0  < 1.2.0', '9.9.9']],
    );
    const lines = JSON.parse(text('release-lines')) as ReleaseLines;
    assert.deepEqual(
      lines.node.lines.map(({ line, security }) => [line, security]),
      [['24', '24.10.0']],
    );
    assert.deepEqual(
      lines.python.lines.map(({ line, until }) => [line, until]),
      [['3.12', '2028-10-31']],
    );
    assert.match(text('base-image'), /"pushed": "2026-11-10"/);
    assert.deepEqual(readdirSync(join(folder, 'updates')).length, 4);
  });

  it('leaves a file as it was by an answer that is cut off, hostile, huge, of another kind or from elsewhere', async () => {
    const names = ['npm-advisories', 'release-lines', 'base-image'];
    const before = names.map(text);
    const range = (of: string): string => JSON.stringify([advisory('zod', of)]);
    const bad: readonly ((path: string, response: ServerResponse) => void)[] = [
      (path, response) => response.end(JSON.stringify(good[path]).slice(0, -3)),
      (path, response) => {
        const whole = JSON.stringify(good[path]);
        response.writeHead(200, { 'content-length': whole.length });
        response.write(whole.slice(0, 10), () => response.destroy());
      },
      (_path, response) => response.end('null'),
      (_path, response) => response.end('"text"'),
      (_path, response) => response.end('{"__proto__": {"a": 1}, "v24": 7}'),
      (path, response) =>
        response.end(
          path === '/advisories' ? range('no range at all') : '{"v24": {"start": "1", "end": "2"}}',
        ),
      (path, response) =>
        response.end(
          path === '/advisories'
            ? range('< 1.0.0').replace('harm', '\\u001b[2Jharm')
            : '{"digest": "sha256:x", "tag_last_pushed": "now"}',
        ),
      (_path, response) => response.writeHead(500).end('[]'),
      (_path, response) => response.writeHead(200, { 'content-length': 17 * 1024 * 1024 }).end(),
      (_path, response) => {
        redirectTo('https://elsewhere.example/')({} as never, response);
      },
      (_path, response) => response.end(Buffer.from([0xff, 0xfe, 0x5b, 0x5d])),
    ];
    for (const [index, one] of bad.entries()) {
      answer = one;
      const { exitCode, stderr } = await refresh();
      assert.equal(exitCode, 1, `${index}`);
      assert.equal(stderr.match(/^error: \S+ stays as it was: /gm)?.length, 3, `${index}: ${stderr}`);
      assert.deepEqual(names.map(text), before, `${index}`);
    }
    assert.deepEqual(readdirSync(join(folder, 'updates')).length, 4);
  });

  it('replaces what is good where another is not', async () => {
    const before = text('npm-advisories');
    answer = (path, response) => {
      if (path === '/advisories') response.end('{}');
      else give(path, response);
    };
    const { exitCode, stderr } = await refresh();
    assert.equal(exitCode, 1);
    assert.match(stderr, /^hint: 1 files are as they were/m);
    assert.equal(text('npm-advisories'), before);
    assert.match(text('base-image'), /"pushed": "2026-11-10"/);
  });
});
