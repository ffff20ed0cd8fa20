// Proves: secret.unlogged. A secret goes through a real keyring of a desktop and back: GNOME Keyring on a session bus of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { commandLine } from '../support/command-line.js';
import { plantSecret } from '../support/planted-secret.js';
import { SecretProject } from '../support/secret-project.js';
import { slow } from '../support/time.js';

const daemon = process.env['PYMCP_TEST_KEYRING_DAEMON'] ?? '/usr/bin/gnome-keyring-daemon';
const bus = '/usr/bin/dbus-run-session';
const isThere = existsSync(daemon) && existsSync(bus);

// Not everywhere is one installed (Debian: gnome-keyring); what is said where none answers is tested everywhere.
if (isThere) it('a keyring keeps a secret, gives it back, has it replaced and forgets it', roundTrip);

it('where no desktop runs, a keyring is said to be missing, and nothing is stored', async () => {
  const project = new SecretProject();
  try {
    const { exitCode, stderr } = await project.secrets(['set', 'GH_PAT', '--keyring'], 'of-the-test-alone');
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /^error: the keyring does not answer: no desktop session runs here.*\nhint: .*--local/,
    );
    assert.ok(!existsSync(project.file));
  } finally {
    project.remove();
  }
});

function roundTrip(): void {
  const project = new SecretProject();
  const planted = plantSecret();
  try {
    const runtime = join(project.folder, 'runtime');
    mkdirSync(runtime, { mode: 0o700 });
    // The daemon ends with its bus.
    const script = [
      `printf password | "$1" --unlock --components=secrets >/dev/null 2>&1`,
      'shift',
      `printf another | "$@" set GH_PAT --keyring`,
      `printf %s "$PLANTED" | "$@" set GH_PAT --keyring`,
      'unset PLANTED',
      '"$@" list',
      '"$@" check',
      '"$@" delete GH_PAT --keyring',
      '"$@" delete GH_PAT --keyring || echo "and no more: $?"',
    ].join('\n');
    const { status, stdout, stderr } = spawnSync(
      bus,
      ['--', '/bin/sh', '-ec', script, 'sh', daemon, process.execPath, commandLine, 'secrets'],
      {
        cwd: project.folder,
        env: {
          ...project.env,
          PLANTED: planted.value,
          HOME: project.folder,
          XDG_RUNTIME_DIR: runtime,
          XDG_DATA_HOME: join(project.folder, 'data'),
        },
        encoding: 'utf8',
        timeout: slow(90_000),
      },
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /GH_PAT +optional +keyring \(real\)\n/);
    assert.match(stdout, /GH_PAT: its value is in \.env now\n/);
    assert.match(stdout, /and no more: 2\n/);
    assert.match(stderr, /GH_PAT is gone from the keyring/);
    assert.equal(project.inFile['GH_PAT'], planted.value);
    planted.assertAbsent({ stdout, stderr });
  } finally {
    project.remove();
  }
}
