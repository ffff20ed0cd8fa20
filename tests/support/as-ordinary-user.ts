// Where the tests run as root, runs a test file once more as an ordinary user: other limits are enforced then, by
// other means. The user has no name, no home but a temporary one, and can read nothing but a copy of what is published.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/host/package-root.js';
import { userPackage } from './user-package.js';

export interface OrdinaryUser {
  readonly uid: number;
  readonly gid: number;
  /** World-readable, holds dist-test, guest and what they need; the user cannot write there. */
  readonly folder: string;
  /** The user's own. */
  readonly home: string;
  readonly env: Record<string, string>;
  remove(): void;
}

/** Above what distributions hand out, and one of its own for each test process: no other process has it. */
const uidBase = 70_000_000;
/** Likewise of subordinate ids: two for each. */
const subordinateBase = 90_000_000;

/**
 * @param more parts of the checkout that the user is given too
 * @param hasAccount whether the user has a name and subordinate ids besides, as rootless engines need them
 */
export function makeOrdinaryUser(more: readonly string[] = [], hasAccount = false): OrdinaryUser {
  const uid = uidBase + process.pid;
  const shared = userPackage(more);
  const { folder } = shared;
  const stage = mkdtempSync(join(tmpdir(), 'pymcp-user-'));
  chmodSync(stage, 0o755);
  const home = join(stage, 'home');
  mkdirSync(home, { mode: 0o700 });
  chownSync(home, uid, uid);
  const env: Record<string, string> = { PATH: '/usr/bin:/bin', HOME: home, TMPDIR: home };
  // The daemon of docker-daemon.ts is there for both.
  for (const name of ['PYMCP_TEST_SLOW', 'DOCKER_HOST']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const account = hasAccount ? addAccount(uid) : null;
  const remove = (): void => {
    account?.remove();
    rmSync(stage, { recursive: true, force: true });
    shared.remove();
  };
  return { uid, gid: uid, folder, home, env, remove };
}

/** A group of its own first: useradd would take the number for none. */
function addAccount(uid: number): { remove(): void } {
  const name = `pymcp-test-${uid}`;
  const first = subordinateBase + 2 * process.pid;
  const range = `${first}-${first + 1}`;
  const run = (program: string, ...args: readonly string[]): void => {
    execFileSync(`/usr/sbin/${program}`, [...args], { stdio: 'pipe' });
  };
  run('groupadd', '--gid', String(uid), name);
  run(
    'useradd',
    '--no-create-home',
    '--no-log-init',
    '--uid',
    String(uid),
    '--gid',
    String(uid),
    '--shell',
    '/usr/sbin/nologin',
    name,
  );
  run('usermod', '--add-subuids', range, '--add-subgids', range, name);
  return {
    remove: () => {
      run('userdel', name);
    },
  };
}

/**
 * At the end of a test file: `alsoAsOrdinaryUser(import.meta.url)`. Each of its tests then shows a second time.
 * @param more parts of the checkout that the user is given too
 * @param hasAccount as makeOrdinaryUser
 */
export function alsoAsOrdinaryUser(file: string, more: readonly string[] = [], hasAccount = false): void {
  if (process.getuid?.() !== 0) return;
  test('and all of it as an ordinary user', async (context) => {
    const user = makeOrdinaryUser(more, hasAccount);
    try {
      await runFileAs(user, relative(packageRoot(), fileURLToPath(file)), context);
    } finally {
      user.remove();
    }
  });
}

/** Each test of a test file, run by a user, as a subtest. @param path compiled, relative to the repository */
export async function runFileAs(
  { uid, gid, env, folder }: OrdinaryUser,
  path: string,
  context: TestContext,
): Promise<void> {
  const child = spawn(process.execPath, ['dist-test/scripts/run-tests.js', '--capability', '--only', path], {
    ...{ uid, gid, env, cwd: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const failed = new Map<string, string>();
  let last = '';
  let rest = '';
  for await (const line of createInterface(child.stdout)) {
    const title = /^✔ .*? › (.*) \(/.exec(line)?.[1];
    if (title !== undefined) await context.test(title, () => undefined);
    else rest += `${line}\n`;
    const failure = /^✖ .*? › (.*)$/.exec(line)?.[1];
    // Under its name the runner says why.
    if (failure !== undefined) failed.set(failure, '');
    else if (last !== '') failed.set(last, line.trim());
    last = failure ?? '';
  }
  // By their names: what keeps only the end of the output still shows which.
  for (const [title, why] of failed)
    await context.test(title, () => assert.fail(`${why} (as an ordinary user; told in full beside it)`));
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  assert.equal(child.exitCode, 0, rest);
}
