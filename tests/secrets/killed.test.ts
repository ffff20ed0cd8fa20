// Proves: secret.uncommitted. Killed by the kernel right at each call with which `.env` is written, the file is the old one or the new one, and what is left
// lies where git does not look, until the next command removes it. strace(1) lets the calls kill.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { commandLine } from '../support/command-line.js';
import { SecretProject } from '../support/secret-project.js';
import { slow } from '../support/time.js';

const value = 'tr0ub4dor-and-three-more';
let project: SecretProject;

beforeEach(() => {
  project = new SecretProject();
  assert.equal(spawnSync('git', ['init', '-q', project.folder]).status, 0);
  writeFileSync(join(project.folder, '.gitignore'), '.env\nbin\nconfig\n');
});
afterEach(() => {
  project.remove();
});

/** @param at the call that kills, and which one of its kind */
function setKilledAt(at: string, count: number): string | null {
  const words = [
    '-f',
    '-o',
    '/dev/null',
    '-e',
    `trace=${at}`,
    '-e',
    `inject=${at}:signal=KILL:when=${count}`,
  ];
  const command = [process.execPath, commandLine, 'secrets', 'set', 'GH_PAT'];
  const ended = spawnSync('/usr/bin/strace', [...words, ...command], {
    cwd: project.folder,
    // strace counts the calls of each thread by itself.
    env: { ...project.env, UV_THREADPOOL_SIZE: '1' },
    input: value,
    timeout: slow(60_000),
  });
  assert.ifError(ended.error);
  return ended.signal;
}

const drafts = (): string[] =>
  readdirSync(join(project.folder, '.git')).filter((name) => name.includes('pymcp'));

/** In the order in which they come: the draft is closed to others, written, synced, put in its place; then its folder is synced. */
const ways = {
  'a new file': { before: null, calls: [['fchmod', 1, 'old'], ['fsync', 1, 'old'], ['link', 1, 'old'], ['fsync', 2, 'new']] },
  'a file that is there': { before: '# ours\nOLD=1\n', calls: [['fchmod', 1, 'old'], ['fsync', 1, 'old'], ['rename', 1, 'old'], ['fsync', 2, 'new']] },
} as const; // prettier-ignore

describe('.env, whose writer is killed', () => {
  for (const [what, { before, calls }] of Object.entries(ways))
    for (const [call, count, expected] of calls)
      it(`at ${call} number ${count} for ${what}, is the ${expected} one`, async () => {
        if (before !== null) writeFileSync(project.file, before, { mode: 0o600 });
        assert.equal(setKilledAt(call, count), 'SIGKILL');
        // A signal comes when the call has been refused or done: what counts is that the file is whole.
        const now = existsSync(project.file) ? readFileSync(project.file, 'utf8') : null;
        const after = `${before ?? ''}GH_PAT=${value}\n`;
        assert.ok(now === after || (expected === 'old' && now === before), JSON.stringify(now));
        const status = spawnSync('git', ['-C', project.folder, 'status', '--porcelain', '-uall'], {
          encoding: 'utf8',
        });
        assert.equal(status.stdout, '?? .gitignore\n');
        const listed = await project.secrets(['list']);
        assert.equal(listed.exitCode, 0, listed.stderr);
        assert.equal((await project.secrets(['set', 'NEXT'], 'another-of-mine')).exitCode, 0);
        assert.deepEqual(drafts(), []);
        assert.equal(project.inFile['NEXT'], 'another-of-mine');
      });
});
