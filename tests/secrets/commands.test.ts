// Proves: secret.unlogged, secret.uncommitted. What sets, lists and deletes secrets shows none, and takes none where others could see it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findSecret } from '../../src/verify/find-secret.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine } from '../support/command-line.js';
import { SecretProject } from '../support/secret-project.js';
import { slow } from '../support/time.js';

const value = 'tr0ub4dor-and-three-more';
let project: SecretProject;

beforeEach(() => {
  project = new SecretProject();
});
afterEach(() => {
  project.remove();
});

describe('pymcp secrets list and delete', () => {
  it('show names and places, never a value', async () => {
    writeFileSync(project.file, `GH_PAT=${value}\nOTHER=TODO\nodd-name=1\nEXTRA="op://a/b/c"\n`, {
      mode: 0o600,
    });
    project.env['GH_PAT'] = 'xxx';
    const { stdout, exitCode } = await project.secrets(['list']);
    assert.equal(exitCode, 0);
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/ +/g, ' ')),
      [
        'NAME NEEDED WHERE',
        'GH_PAT optional environment (placeholder), .env (real)',
        'ANTHROPIC_API_KEY optional -',
        'OTHER optional .env (placeholder)',
        'EXTRA optional .env (reference)',
      ],
    );
    const json = await project.secrets(['list', '--json']);
    assert.equal((JSON.parse(json.stdout) as { secrets: unknown[] }).secrets.length, 4);
    assert.deepEqual(findSecret(value, [stdout, json.stdout]), []);
    assert.equal((await project.secrets(['delete', 'OTHER'])).exitCode, 0);
    assert.equal(readFileSync(project.file, 'utf8'), `GH_PAT=${value}\nodd-name=1\nEXTRA="op://a/b/c"\n`);
    const again = await project.secrets(['delete', 'OTHER']);
    assert.deepEqual([again.exitCode, /no secret OTHER/.test(again.stderr)], [2, true]);
  });
});

describe('pymcp secrets set', () => {
  it('takes no value as an argument, and repeats none', async () => {
    const { exitCode, stderr } = await project.secrets(['set', 'GH_PAT', value], value);
    assert.equal(exitCode, 2);
    assert.ok(!stderr.includes(value));
    assert.ok(!existsSync(project.file));
  });

  it('refuses placeholders, nothing, too much and what is no text', async () => {
    for (const [input, code] of [
      ['PLACEHOLDER', /is a placeholder/],
      ['', /nothing was given/],
      ['\n', /nothing was given/],
      ['x'.repeat(50_000), /more than 49152 bytes/],
    ] as const) {
      const { exitCode, stderr } = await project.secrets(['set', 'GH_PAT'], input);
      assert.equal(exitCode, 2);
      assert.match(stderr, code);
    }
    const binary = await project.secrets(['set', 'GH_PAT'], Buffer.from([0xff, 0xfe]));
    assert.match(binary.stderr, /not UTF-8/);
    assert.ok(!existsSync(project.file));
  });

  /** At a terminal of its own. @param typed as Python writes bytes */
  function type(typed: string): { readonly status: number | null; readonly shown: string } {
    const talk = [
      'import os, pty, sys, time',
      'pid, fd = pty.fork()',
      'if pid == 0: os.execv(sys.argv[1], sys.argv[1:])',
      'seen = b""',
      'while b"not shown" not in seen: seen += os.read(fd, 1000)',
      'time.sleep(0.2)',
      `os.write(fd, b"${typed}")`,
      'try:',
      '  while chunk := os.read(fd, 1000): seen += chunk',
      'except OSError: pass',
      'sys.stdout.buffer.write(seen)',
      'sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))',
    ].join('\n');
    const command = [process.execPath, commandLine, 'secrets', 'set', 'GH_PAT'];
    const { status, stdout } = spawnSync('/usr/bin/python3', ['-I', '-c', talk, ...command], {
      cwd: project.folder,
      env: project.env,
      encoding: 'utf8',
      timeout: slow(60_000),
    });
    assert.deepEqual(findSecret(value, [stdout]), []);
    return { status, shown: stdout };
  }

  it('asks at a terminal without showing what is typed', () => {
    const { status, shown } = type(`xx\\x7f\\x7f${value}\\r`);
    assert.equal(status, 0, shown);
    assert.match(shown, /GH_PAT \(not shown\): \r?\n.*GH_PAT is in /);
    assert.equal(project.inFile['GH_PAT'], value);
  });

  it('takes the rest of several lines too, so that no shell gets it, and stores nothing', () => {
    const { status, shown } = type(`first-line-of-it\\r${value}\\rthird`);
    assert.equal(status, 2, shown);
    assert.match(shown, /more than one line was given/);
    assert.ok(!existsSync(project.file));
  });

  it('stores nothing where it is cancelled', () => {
    for (const key of ['\\x03', '\\x04']) {
      const { status, shown } = type(`${value}${key === '\\x04' ? '\\x15' : ''}${key}`);
      assert.equal(status, 2, shown);
      assert.match(shown, /there is no value: /);
    }
    assert.ok(!existsSync(project.file));
  });
});

alsoAsOrdinaryUser(import.meta.url);
