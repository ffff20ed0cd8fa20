// Proves: fail.closed. A machine on which something is missing, full, closed or stands still: the run is refused with an error
// that says what to do, or held as the result says, and the next one works as soon as the fault is gone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { PymcpError } from '../../src/core/errors.js';
import { hasCode } from '../../src/host/errno.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertServes, withGateway, withoutPool } from '../support/gateway.js';
import { waitFor } from '../support/host-processes.js';
import { leavingsOf } from '../support/leavings.js';
import { runWithin } from '../support/within-mounts.js';
import { templateOf } from './birth-calls.js';

const isRoot = process.getuid?.() === 0;

/** Opens files until there is no descriptor left, but for some. */
async function useUpDescriptors(left: number): Promise<number[]> {
  const opened: number[] = [];
  // Twice: what the last run had open is closed a little later.
  for (const pauseMs of [100, 0]) {
    try {
      for (;;) opened.push(openSync('/dev/null', 'r'));
    } catch (error) {
      assert.ok(hasCode(error, 'EMFILE'));
    }
    await delay(pauseMs);
  }
  for (const fd of opened.splice(0, left)) closeSync(fd);
  return opened;
}

/** Of this process; the hard limit stays. */
function limitDescriptors(most: number): void {
  const { status, stderr } = spawnSync('/usr/bin/prlimit', [
    '--pid',
    String(process.pid),
    `--nofile=${most}:`,
  ]);
  assert.equal(status, 0, String(stderr));
}

const softLimit = Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);

describe('a gateway that has no descriptor left', () => {
  it('refuses calls with a hint, and serves again when it has some', async () => {
    await withGateway({ pool: withoutPool }, async (gateway) => {
      await assertServes(gateway);
      limitDescriptors(200);
      try {
        // With one or two the sandbox is there and its connections are not: 20 s are given to it.
        for (const left of isRoot ? [0, 1, 4] : [0, 4]) {
          const held = await useUpDescriptors(left);
          const outcome = await gateway.run('print("ran")').catch((error: unknown) => error);
          for (const fd of held) closeSync(fd);
          if (left === 0) assert.ok(outcome instanceof PymcpError, JSON.stringify(outcome));
          if (outcome instanceof Error) {
            assert.ok(outcome instanceof PymcpError, `${left} left: ${outcome.stack ?? ''}`);
            assert.ok(outcome.hint.length > 10, outcome.message);
          }
          await assertServes(gateway);
        }
      } finally {
        limitDescriptors(softLimit);
      }
    });
  });
});

if (isRoot) {
  describe('a template that stands still', () => {
    // Once is enough: 20 s are given to it, in which nothing happens.
    it('is ended and replaced, and the call that met it is served by the next one', async () => {
      await withGateway({ pool: withoutPool }, async (gateway) => {
        const template = templateOf(process.pid);
        process.kill(template, 'SIGSTOP');
        await assertServes(gateway);
        assert.notEqual(templateOf(process.pid), template);
      });
    });
  });

  const folder = mkdtempSync(join(tmpdir(), 'pymcp-host-'));
  chmodSync(folder, 0o755);
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const place = (name: string, text: string, mode: number): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  describe('the machine', () => {
    const plain = place('plain', '', 0o644);
    const old = place('old', '#!/bin/sh\necho "bwrap: Unknown option --size" >&2\nexit 1\n', 0o755);
    const silent = place('silent', '#!/bin/sh\nexit 0\n', 0o755);
    const chatty = place('chatty', '#!/bin/sh\necho hello\nsleep 30\n', 0o755);
    const bubblewrap = (path: string): string => `mount --bind ${path} /usr/bin/bwrap`;

    // prettier-ignore
    const machines: readonly (readonly [string, string, number, RegExp])[] = [
      ['with a bubblewrap that nobody may execute', bubblewrap(plain), 3, /is not installed\nhint: install it/],
      ['with a bubblewrap that is too old', bubblewrap(old), 3, /Unknown option --size\nhint: bubblewrap is too old/],
      ['with one that does nothing', bubblewrap(silent), 3, /the outer jail ended with exit code 0\nhint: /],
      ['with one that says something else', bubblewrap(chatty), 3, /is no message: hello\nhint: /],
      ['with a Python that is too old', `mount --bind ${place('python', '#!/bin/sh\necho \'{"version":"3.8.1","prefixes":[],"path":[]}\'\n', 0o755)} "$(readlink -f /usr/bin/python3)"`, 3, /is Python 3\.8\.1\nhint: install Python 3\.9/],
      ['with an audit folder that is read-only', 'mkdir -p "$XDG_STATE_HOME"; mount -t tmpfs -o ro none "$XDG_STATE_HOME"', 73, /audit log cannot be written.*EROFS.*\nhint: let this user write/],
      ['with an audit folder that is full', 'mkdir -p "$XDG_STATE_HOME"; mount -t tmpfs -o size=4k,nr_inodes=2 none "$XDG_STATE_HOME"', 73, /audit log cannot be written.*ENOSPC.*\nhint: make room/],
    ];
    for (const [what, mounts, code, says] of machines) {
      it(`${what}, is refused`, async () => {
        const { exitCode, stdout, stderr, pid } = await runWithin(mounts, [
          'run',
          '--backend',
          'bubblewrap',
          '-',
        ]);
        assert.match(stderr, says);
        assert.match(stderr, /^error: /);
        assert.deepEqual([exitCode, stdout], [code, ''], stderr);
        assert.deepEqual(leavingsOf(pid), { groups: [], files: [] });
      });
    }

    const closed: Readonly<Record<string, string>> = {
      'cannot be written to':
        'for g in /sys/fs/cgroup /sys/fs/cgroup/*; do if mountpoint -q $g; then mount -o remount,bind,ro $g; fi; done',
      'are not there': 'umount -l /sys/fs/cgroup; mount -t tmpfs -o ro none /sys/fs/cgroup',
    };
    for (const [how, mounts] of Object.entries(closed)) {
      it(`whose control groups ${how} is refused by --strict, and otherwise the result says what holds`, async () => {
        const strict = await runWithin(mounts, ['run', '--strict', '-']);
        assert.match(strict.stderr, /^error: --strict: .*memory.*\nhint: .{10,}/);
        assert.deepEqual([strict.exitCode, strict.stdout], [3, '']);
        const { stdout, pid } = await runWithin(mounts, ['run', '--json', '-']);
        const { limits } = JSON.parse(stdout) as {
          limits: Record<string, { level: string; reason?: string }>;
        };
        assert.equal(limits['memory']?.level, 'watched', stdout);
        await waitFor('its end', () => leavingsOf(pid).files.length === 0);
      });
    }
  });
}

alsoAsOrdinaryUser(import.meta.url);
