// Proves: install.verified. uv on a machine that is set up in another way: a disk that is full while it finds versions, an index by TLS
// whose authority this machine trusts, or does not. In a mount namespace of its own. Needs root.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { commandLine, endOf, type Ended } from '../support/command-line.js';
import { installedUv } from '../support/installed-uv.js';
import { openPackageIndex, type PackageIndex } from '../support/package-index.js';
import { slow } from '../support/time.js';
import { makeWheel } from '../support/wheels/make-wheel.js';

const large = makeWheel({
  name: 'large',
  files: { 'large/__init__.py': '', 'large/data.bin': randomBytes(2_000_000) },
});
const roots = '/etc/ssl/certs/ca-certificates.crt';

describe('uv, on a machine of its own', () => {
  let folder: string;
  let home: string;
  let index: PackageIndex | null = null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pymcp-uv-alone-'));
    home = join(folder, 'home');
    mkdirSync(join(home, '.local/bin'), { recursive: true });
    mkdirSync(join(home, '.local/share/isolated-pymcp'), { recursive: true, mode: 0o700 });
    copyFileSync(installedUv(), join(home, '.local/bin/uv'));
    writeFileSync(join(home, 'requirements.txt'), 'large\n');
  });
  afterEach(async () => {
    await index?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @param before what is done to the mounts first @param url of the index */
  const create = (before: string, url: string): Promise<Ended> => {
    const args = [
      'env',
      'create',
      'large',
      '--requirements',
      'requirements.txt',
      '--index',
      url,
      '--resolver',
      'uv',
      '--yes',
    ];
    const child = spawn(
      '/usr/bin/unshare',
      ['-m', '/bin/sh', '-euc', `${before}; exec "$0" "$@"`, process.execPath, commandLine, ...args],
      { cwd: home, env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: home }, timeout: slow(60_000) },
    );
    return endOf(child);
  };

  it('whose disk is full says so, and what to do', async () => {
    index = await openPackageIndex();
    index.add(large);
    const { stderr, exitCode } = await create(
      `mount -t tmpfs -o size=1m,mode=700 none "$HOME/.local/share/isolated-pymcp"`,
      index.url,
    );
    assert.match(
      stderr,
      /^error: .*(No space left|no room|ENOSPC).*\nhint: free some space.*same command again/m,
    );
    assert.equal(exitCode, 73);
  });

  it('asks an index by TLS, and no index whose authority this machine does not trust', async () => {
    index = await openPackageIndex({ isTls: true });
    index.add(large);
    const authority = join(folder, 'authority.pem');
    writeFileSync(authority, index.ca ?? '');
    const strange = await create('true', index.url);
    assert.match(
      strange.stderr,
      /^error: .*certificate.*UnknownIssuer.*\nhint: check the network and the address/m,
    );
    assert.equal(strange.exitCode, 3);
    assert.deepEqual(index.asked, []);
    const trusted = await create(`mount --bind '${authority}' ${roots}`, index.url);
    assert.equal(trusted.exitCode, 0, trusted.stderr);
    assert.match(
      trusted.stdout,
      /with uv .*\n.*https:\/\/localhost:\d+\/simple\/\nlarge==1\.0 --hash=sha256:/,
    );
  });
});
