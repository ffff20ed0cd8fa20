// Proves: install.verified. A disk that is full in the middle of the making of an environment: what is said, what is left there, and that the same
// command goes on when there is room. In a mount namespace of its own, with disks of some megabytes. Needs root.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commandLine, endOf } from '../support/command-line.js';
import { openPackageIndex } from '../support/package-index.js';
import { slow } from '../support/time.js';
import { makeWheel, toRequirements } from '../support/wheels/make-wheel.js';

const large = makeWheel({
  name: 'large',
  files: { 'large/__init__.py': '', 'large/data.bin': randomBytes(2_000_000) },
});

/** Twice the same command: on a disk of so many megabytes, what is left there then, and on one with room. */
const script = `
mount -t tmpfs -o size="$3"m,mode=700 none "$2"
"$0" "$@" 2>&1 || echo "ended with $?"
echo "left: $(cd "$2"; find . -name '*.json' -o -path './environments/trees/*' -o -path './environments/staging/*' -o -name '.new-*')"
mount -o remount,size=200m "$2"
"$0" "$@" 2>&1 && echo made
`;

describe('a disk that is full while an environment is made (install.verified)', () => {
  for (const [what, place, megabytes] of [
    ['where environments are, while it is downloaded', '.local/share/isolated-pymcp', 1],
    ['where environments are, while it is unpacked', '.local/share/isolated-pymcp', 5],
    ['where archives are kept', '.cache/isolated-pymcp', 1],
  ] as const)
    it(`is told, and nothing half-made stays: ${what}`, async () => {
      const index = await openPackageIndex();
      const folder = mkdtempSync(join(tmpdir(), 'pymcp-full-'));
      try {
        index.add(large);
        const home = join(folder, 'home');
        const disk = join(home, place);
        mkdirSync(home, { mode: 0o700 });
        mkdirSync(disk, { recursive: true, mode: 0o700 });
        const requirements = join(folder, 'requirements.txt');
        writeFileSync(requirements, toRequirements([large]));
        const args = ['env', 'create', 'large', '--requirements', requirements, '--index', index.url];
        const shell = script.replaceAll('"$0" "$@"', `"$0" "$1" ${args.map((arg) => `'${arg}'`).join(' ')}`);
        const child = spawn(
          '/usr/bin/unshare',
          ['-m', '/bin/sh', '-uc', shell, process.execPath, commandLine, disk, String(megabytes)],
          { env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: home }, timeout: slow(110_000) },
        );
        const { stdout, stderr } = await endOf(child);
        assert.match(
          stdout,
          /^error: .*(No space left|no room|ENOSPC).*\nhint: free some space.*same command again/m,
          stdout + stderr,
        );
        assert.match(stdout, /^ended with 73$/m, stdout);
        assert.match(stdout, /^left: $/m, stdout);
        assert.match(stdout, /^made$/m, stdout + stderr);
      } finally {
        await index.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
});
