// A release in a folder of the test's own, and the root of an image that never was one.
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { slow } from '../support/time.js';

export const time = 1_700_000_000;

export interface Stage {
  readonly folder: string;
  readonly root: string;
  /** Runs a program of this repository as a release does. */
  run(program: string, ...args: readonly string[]): SpawnSyncReturns<string>;
  remove(): void;
}

const status = `Package: libc6
Status: install ok installed
Source: glibc
Architecture: amd64
Version: 2.36-9+deb12u13
Description: library
 Package: not-a-field
 of more lines

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1

Package: g++-12
Status: install ok installed
Source: gcc-12 (12.2.0-14+deb12u1)
Architecture: amd64
Version: 1:12.2.0
`;

export function stageRelease(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-release-'));
  const root = join(folder, 'root');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('var/lib/dpkg/status', status);
  write('etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n');
  write('usr/local/bin/node', 'bytes https://nodejs.org/download/release/v24.1.2/node-v24.1.2.tar.gz bytes');
  const modules = 'opt/isolated-pymcp/node_modules';
  write(`${modules}/one/package.json`, '{"name":"one","version":"1.0.0","license":"MIT OR ISC"}');
  write(`${modules}/one/lib/package.json`, '{"name":"not-one","version":"9.9.9"}');
  write(`${modules}/@two/three/package.json`, '{"name":"@two/three","version":"2.0.0-rc.1","license":"odd"}');
  write(
    `${modules}/@two/three/node_modules/one/package.json`,
    '{"name":"one","version":"1.1.0","license":"MIT"}',
  );
  write(`${modules}/typed/package.json`, '{"type":"module"}');
  write(`${modules}/broken/package.json`, '{"name":');
  write('tmp/node_modules/left/package.json', '{"name":"left","version":"1.0.0"}');
  symlinkSync('/', join(root, 'opt/all'));
  return {
    folder,
    root,
    run: (program, ...args) =>
      spawnSync(program, args, {
        encoding: 'utf8',
        timeout: slow(100_000),
        env: { ...process.env, SOURCE_DATE_EPOCH: String(time), IMAGE_ROOT: root },
      }),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
