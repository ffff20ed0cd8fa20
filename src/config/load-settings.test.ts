// Proves: port.loopback. Where settings come from, which wins, and what is refused: another address than loopback among it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PymcpError } from '../core/errors.js';
import { loadSettingValues } from './load-setting-values.js';
import { type LoadOptions, loadSettings } from './load-settings.js';
import { flagOf, settingRows, variableOf } from './setting-rows.js';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'pymcp-config-'));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(content: unknown): string {
  const path = join(folder, `${randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(content), { mode: 0o600 });
  return path;
}

const load = (options: Partial<LoadOptions> = {}) =>
  loadSettings({ flags: {}, environment: {}, configPath: fileOf({}), ...options });

async function problemWith(options: Partial<LoadOptions>): Promise<PymcpError> {
  const error: unknown = await load(options).catch((reason: unknown) => reason);
  assert.ok(error instanceof PymcpError, String(error));
  return error;
}

describe('settings', () => {
  it('have these defaults', async () => {
    assert.deepEqual(await load(), {
      services: ['python', 'files', 'code', 'algorithms'],
      environment: 'python',
      strict: false,
      backend: 'auto',
      outerBoundary: 'jail',
      network: { allow: [], secrets: [] },
      limits: { wallMs: 30_000, memoryBytes: 512 * 1024 * 1024 },
      sessions: { most: 16, mostPerCaller: 8, idleMs: 1_800_000 },
      audit: { enabled: true, sync: 'second', code: 'hash', fileBytes: 16 * 1024 * 1024, keepMs: null },
      secrets: new Map(),
      scripts: { packages: [], index: null },
      code: { environment: null },
      github: { repositories: null, write: false, apiUrl: null },
      redaction: { names: ['GH_PAT', 'ANTHROPIC_API_KEY'], file: null },
      log: { level: 'info', format: 'text' },
      http: {
        port: 3001,
        host: '127.0.0.1',
        ipv6: false,
        socket: true,
        requestsPerMinute: 600,
        totalRequestsPerMinute: 6000,
        concurrentCalls: 16,
        totalConcurrentCalls: 64,
        connections: 256,
        bodyBytes: 4 * 1024 * 1024,
        idleMs: 1_800_000,
        stopMs: 10_000,
      },
    });
  });

  it('come from flags before variables before the file', async () => {
    const configPath = fileOf({ http: { port: 1, bodyMb: 1, connections: 1 } });
    const environment = { PYMCP_PORT: '2', PYMCP_BODY: '2' };
    const { http } = await load({ configPath, environment, flags: { 'http.port': '3' } });
    assert.deepEqual([http.port, http.bodyBytes, http.connections], [3, 2 * 1024 * 1024, 1]);
  });

  it('say where each comes from', async () => {
    const configPath = fileOf({ strict: true });
    const { values } = await loadSettingValues({
      configPath,
      environment: { PYMCP_PORT: '2' },
      flags: { environment: 'data' },
    });
    assert.deepEqual(values.get('strict'), { value: true, origin: 'file', where: `${configPath}:1:11` });
    assert.deepEqual(values.get('http.port'), { value: 2, origin: 'environment', where: 'PYMCP_PORT' });
    assert.deepEqual(values.get('environment'), { value: 'data', origin: 'flag', where: '--env' });
    assert.equal(values.get('http.host')?.origin, 'default');
  });

  it('take the file that PYMCP_CONFIG names, and the flag before it', async () => {
    const path = fileOf({ strict: true });
    const environment = { PYMCP_CONFIG: path };
    assert.equal((await loadSettings({ flags: {}, environment })).strict, true);
    const error = await problemWith({ environment, configPath: join(folder, 'none.json') });
    assert.match(error.message, /no file .*none\.json.* --config names/);
    assert.match(
      (await problemWith({ environment: { PYMCP_CONFIG: '' }, configPath: '' })).message,
      /--config/,
    );
  });

  it('are refused where a variable is unknown, with the nearest', async () => {
    const { message, hint } = await problemWith({ environment: { PYMCP_PROT: '1' } });
    assert.match(message, /no variable "PYMCP_PROT"/);
    assert.match(hint, /did you mean PYMCP_PORT\?/);
    for (const name of ['PYMCP_', 'PYMCP_port', 'PYMCP_HTTP_PORT'])
      assert.match((await problemWith({ environment: { [name]: '1' } })).message, /no variable/);
  });

  it('leave other variables alone', async () => {
    const environment = { PYMCP_TOKEN: 'x', PYMCP_TEST_SLOW: '10', PYMCPX: '1', pymcp_port: '1', PATH: '/' };
    assert.equal((await load({ environment })).http.port, 3001);
  });

  it('are refused where a variable does not fit, also where a flag wins over it', async () => {
    for (const [name, text, says] of [
      ['PYMCP_PORT', 'abc', /^PYMCP_PORT abc is not a number$/],
      ['PYMCP_PORT', '', /^PYMCP_PORT {2}is not a number$/],
      ['PYMCP_PORT', '1.5', /is not a whole number$/],
      ['PYMCP_PORT', '-1', /is out of range$/],
      ['PYMCP_STRICT', 'yes', /^PYMCP_STRICT "yes" does not fit$/],
      ['PYMCP_STRICT', 'TRUE', /does not fit$/],
      ['PYMCP_STRICT', '', /does not fit$/],
      ['PYMCP_ENV', 'a b', /^PYMCP_ENV: the environment name/],
      ['PYMCP_SERVICES', 'pyton', /^PYMCP_SERVICES: there is no service "pyton"/],
      ['PYMCP_WORKSPACE', '', /^PYMCP_WORKSPACE "" does not fit$/],
    ] as const)
      assert.match(
        (await problemWith({ environment: { [name]: text }, flags: { 'http.port': '1' } })).message,
        says,
      );
  });

  it('take true, false, 1 and 0', async () => {
    for (const [text, value] of [
      ['true', true],
      ['1', true],
      ['false', false],
      ['0', false],
    ] as const)
      assert.equal((await load({ environment: { PYMCP_STRICT: text } })).strict, value);
  });
});

// port.loopback: no setting opens the port to others.
describe('the address to listen on', () => {
  it('is loopback, in these spellings', async () => {
    for (const [text, host] of [
      ['127.0.0.1', '127.0.0.1'],
      ['localhost', '127.0.0.1'],
      ['::1', '::1'],
      ['[::1]', '::1'],
    ] as const)
      assert.equal((await load({ environment: { PYMCP_HOST: text } })).http.host, host);
  });

  it('is refused in every other, with the reason and the fix, wherever it comes from', async () => {
    for (const host of [
      '0.0.0.0',
      '::',
      '[::]',
      '',
      '*',
      '0',
      '127.1',
      '127.0.0.2',
      '127.0.0.01',
      '0x7f000001',
      '2130706433',
      '017700000001',
      '192.168.0.1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '0:0:0:0:0:0:0:1',
      'LOCALHOST',
      'localhost.',
      'localhost:80',
      ' 127.0.0.1',
      '127.0.0.1\n',
      '127.0.0.1\0',
      'example.org',
      'toString',
      '__proto__',
    ]) {
      for (const options of [
        { flags: { 'http.host': host } },
        { environment: { PYMCP_HOST: host } },
        { configPath: fileOf({ http: { host } }) },
      ]) {
        const error = await problemWith(options);
        assert.equal(error.code, 'config.not-loopback', host);
        assert.match(error.hint, /127\.0\.0\.1.*no option opens/);
      }
    }
  });
});

describe('the share of a caller', () => {
  const share = async (options: Partial<LoadOptions>) => (await load(options)).sessions.mostPerCaller;

  it('is half of all, at least one; all where there is one caller', async () => {
    assert.equal(await share({ flags: { 'sessions.most': '5' } }), 2);
    assert.equal(await share({ flags: { 'sessions.most': '1' } }), 1);
    assert.equal(await share({ flags: { 'sessions.most': '5' }, callers: 'one' }), 5);
  });

  it('is what was asked for, and never more than all', async () => {
    assert.equal(await share({ flags: { 'sessions.mostPerCaller': '3' }, callers: 'one' }), 3);
    assert.equal(await share({ flags: { 'sessions.mostPerCaller': '99' } }), 16);
  });
});

describe('the workspace', () => {
  const configPath = () => fileOf({ workspace: { folder: '/srv/a', writable: true } });

  it('is writable where the one who names it says so', async () => {
    assert.deepEqual((await load({ configPath: configPath() })).workspace, {
      folder: '/srv/a',
      writable: true,
    });
    const flags = { 'workspace.folder': '/srv/b' };
    assert.deepEqual((await load({ flags })).workspace, { folder: '/srv/b', writable: false });
  });

  it('is not made writable by what was said of another folder', async () => {
    const flags = { 'workspace.folder': '/srv/b' };
    assert.equal((await load({ configPath: configPath(), flags })).workspace?.writable, false);
    const environment = { PYMCP_WORKSPACE: '/srv/c' };
    assert.equal((await load({ configPath: configPath(), environment })).workspace?.writable, false);
    const writable = { 'workspace.writable': 'true' };
    assert.equal(
      (await load({ configPath: configPath(), environment, flags: writable })).workspace?.writable,
      true,
    );
  });

  it('must be there to be writable', async () => {
    assert.match(
      (await problemWith({ environment: { PYMCP_WRITABLE: '1' } })).message,
      /^PYMCP_WRITABLE says how/,
    );
  });

  it('does not hold the configuration, where programs could write it', async () => {
    const path = fileOf({ workspace: { folder: '.', writable: true } });
    const error = await problemWith({ configPath: path });
    assert.equal(error.code, 'config.unsafe');
    const readOnly = fileOf({ workspace: { folder: '.' } });
    assert.equal((await load({ configPath: readOnly })).workspace?.writable, false);
  });
});

describe('the rows of settings', () => {
  it('have a key, a flag and a variable each', () => {
    for (const list of [
      settingRows.map(({ key }) => key),
      settingRows.map(flagOf),
      settingRows.map(variableOf),
    ])
      assert.equal(new Set<string>(list).size, settingRows.length);
    assert.equal(variableOf({ ...settingRows[0], flag: '--no-session-idle <n>' }), 'PYMCP_SESSION_IDLE');
  });
});
