// Proves: secret.unlogged, secret.uncommitted. Values come back from GitHub only by a workflow that was shown and agreed to, sealed to a key of one run by
// the script that stands in it (run here for real), and nothing of them is left there or shown here.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import { parse } from 'yaml';
import { renderExportWorkflow } from '../../src/secrets/export/export-workflow.js';
import { type Ended, endOf, startPymcp } from '../support/command-line.js';
import { GitHubDescription } from '../support/github-description.js';
import { runExport, type Workflow } from '../support/github-export.js';
import { failure, GitHubServer } from '../support/github-server.js';
import { plantSecret, type PlantedSecret } from '../support/planted-secret.js';
import { SecretProject } from '../support/secret-project.js';

const repo = ['--repo', 'octo/hello'] as const;
const fetchAll = ['fetch', '--from-actions', ...repo] as const;
const file = '.github/workflows/pymcp-export.yml';
let description: GitHubDescription;
let server: GitHubServer;
let project: SecretProject;
let planted: PlantedSecret;

before(() => {
  description = new GitHubDescription();
});
beforeEach(async () => {
  server = await GitHubServer.open(description);
  project = new SecretProject();
  planted = plantSecret();
  Object.assign(project.env, {
    GITHUB_API_URL: server.address,
    GITHUB_SERVER_URL: 'https://github.com',
    GH_TOKEN: server.token,
    XDG_STATE_HOME: join(project.folder, 'state'),
  });
  project.configure({ GH_PAT: { required: true }, OTHER: { required: true } });
});
afterEach(async () => {
  const { problems } = server;
  await server.close();
  project.remove();
  assert.deepEqual(problems, []);
});

/** Whatever is said, it is no secret. */
async function secrets(args: readonly string[], input = ''): Promise<Ended> {
  const ended = await project.secrets(args, input);
  planted.assertAbsent({ stdout: ended.stdout, stderr: ended.stderr });
  assert.ok(!`${ended.stdout}${ended.stderr}`.includes(server.token));
  return ended;
}

async function fails(args: readonly string[], exitCode: number, error: RegExp, hint: RegExp): Promise<void> {
  const ended = await secrets(args);
  assert.equal(ended.exitCode, exitCode, ended.stderr);
  const [first = '', second = ''] = ended.stderr.trim().split('\n').slice(-2);
  assert.match(first, error);
  assert.match(second, hint);
}

async function setUp(...args: readonly string[]): Promise<Ended> {
  const ended = await secrets(['setup', '--with-export', '--yes', ...repo, ...args]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return ended;
}

const put = async (name: string, value: string): Promise<void> => {
  assert.equal((await secrets(['set', name, '--github', ...repo], value)).exitCode, 0);
};
const writes = (): string[] => server.requests.filter((one) => !one.startsWith('get '));

/** Of what a run has left on GitHub. */
function assertNothingLeft(): void {
  assert.deepEqual([server.exports.artifacts.size, server.exports.logs.size], [0, 0]);
}

describe('pymcp secrets setup --with-export', () => {
  it('shows the workflow, and adds nothing with --dry-run or where nobody can agree', async () => {
    const shown = await secrets(['setup', '--with-export', '--dry-run', ...repo]);
    assert.equal(shown.exitCode, 0, shown.stderr);
    for (const part of ['permissions: {}', 'SECRET_GH_PAT', 'on trunk (would be made)', 'What it means: '])
      assert.ok(shown.stdout.includes(part), part);
    assert.deepEqual(writes(), []);
    await fails(
      ['setup', '--with-export', ...repo],
      2,
      /there is no terminal to ask on/,
      /--yes .*--dry-run/,
    );
    assert.equal(server.exports.files.size, 0);
    assert.ok(!existsSync(join(project.folder, 'state')));
  });

  it('adds what it shows, in an environment that asks for approval and has one branch', async () => {
    const { stdout } = await setUp();
    assert.match(stdout, /The export is set up\.\nEach run has to be approved/);
    assert.equal(server.exports.files.get(file), renderExportWorkflow(['GH_PAT', 'OTHER']));
    assert.deepEqual(server.exports.environments.get('pymcp-export'), {
      reviewers: [7],
      branches: ['trunk'],
    });
    const again = await setUp('--json');
    assert.deepEqual((JSON.parse(again.stdout) as { export: unknown }).export, {
      workflow: 'is there',
      environment: 'is there',
      reviewed: true,
    });
  });

  it('says plainly where the plan has no reviewers, or no environments', async () => {
    server.exports.plan = 'no reviewers';
    assert.match((await setUp()).stdout, /asks nobody for approval/);
    assert.deepEqual(server.exports.environments.get('pymcp-export'), { reviewers: [], branches: ['trunk'] });
    server.exports.environments.clear();
    server.exports.plan = 'no environments';
    assert.match((await setUp()).stdout, /no protected environments/);
  });

  it('replaces its own with other names, and never a file of somebody else', async () => {
    await setUp();
    project.configure({ THIRD: { required: true } });
    assert.match((await setUp()).stdout, /would be replaced/);
    assert.equal(server.exports.files.get(file), renderExportWorkflow(['THIRD']));
    const theirs = `${renderExportWorkflow(['THIRD'])}# and more\n`;
    server.exports.files.set(file, theirs);
    await fails(
      ['setup', '--with-export', '--yes', ...repo],
      2,
      /is in octo\/hello already/,
      /remove or rename/,
    );
    assert.equal(server.exports.files.get(file), theirs);
  });

  it('loses a race without overwriting, and says what a protected branch asks for', async () => {
    server.fault = (method, path) => {
      if (method === 'put' && path.includes('/contents/')) server.exports.files.set(file, 'theirs');
      return null;
    };
    const args = ['setup', '--with-export', '--yes', ...repo] as const;
    await fails(args, 2, /does not let .* be written on trunk \(422\)/, /by a pull request/);
    assert.equal(server.exports.files.get(file), 'theirs');
    assert.ok(!existsSync(join(project.folder, 'state/isolated-pymcp/exports')));
  });

  it('says which permission is missing', async () => {
    for (const [part, permission] of [
      ['/environments/', /Administration: read and write/],
      ['/contents/', /Contents: read and write" and "Workflows: .*gh auth refresh/],
    ] as const) {
      server.fault = (method, path) =>
        method === 'put' && path.includes(part) ? failure(403, 'Resource not accessible') : null;
      await fails(['setup', '--with-export', '--yes', ...repo], 3, /the token may not do this/, permission);
    }
  });

  it('refuses names that could be something else in an expression', async () => {
    project.configure({ my_key: { required: true } });
    await fails(['setup', '--with-export', '--yes', ...repo], 2, /my_key cannot be exported/, /in capitals/);
    assert.deepEqual(server.requests, []);
  });
});

describe('pymcp secrets fetch --from-actions', () => {
  it('brings values back whatever is in them, writes .env, and leaves nothing on GitHub', async () => {
    await setUp();
    server.exports.states = ['queued', 'in_progress', 'completed'];
    const odd = 'a\nb é☃𝄞 "$`id` $(id) ${{ x }}\nPYMCP_SCRIPT\n' + 'xy'.repeat(20_000);
    await put('GH_PAT', planted.value);
    await put('OTHER', odd);
    const { exitCode, stdout, stderr } = await secrets(fetchAll);
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout, 'GH_PAT is in .env now\nOTHER is in .env now\n');
    assert.match(
      stderr,
      /asked to seal GH_PAT, OTHER .*\nThe run is there: https:.*\/runs\/100\n.*\nThe run has ended/,
    );
    assert.deepEqual({ ...project.inFile }, { GH_PAT: planted.value, OTHER: odd });
    assertNothingLeft();
    assert.match((await secrets(fetchAll)).stdout, /^Nothing is missing/);
    assert.equal(server.exports.runs.length, 1);
  });

  it('shows a run nothing but public things, and seals only what was asked for', async () => {
    await setUp();
    await put('GH_PAT', planted.value);
    await put('OTHER', 'another-of-mine');
    const seen: Buffer[] = [];
    server.exports.forge = (zip) => {
      seen.push(Buffer.from(zip), Buffer.from([...server.exports.logs.values()].join('')));
      return zip;
    };
    assert.equal((await secrets([...fetchAll, 'GH_PAT'])).exitCode, 0);
    assert.deepEqual(Object.keys(project.inFile), ['GH_PAT']);
    const [run] = server.exports.runs;
    planted.assertAbsent({ zip: seen[0] ?? '', log: seen[1] ?? '', inputs: JSON.stringify(run) });
    assert.match(run?.inputs['key'] ?? '', /^[A-Za-z0-9+/]{43}=$/);
    assert.equal(run?.inputs['names'], 'GH_PAT');
  });

  it('says what GitHub has no value for, and replaces nothing by it', async () => {
    await setUp();
    await put('OTHER', planted.value);
    const { exitCode, stdout } = await secrets([...fetchAll, '--json']);
    assert.equal(exitCode, 1);
    const outcomes = (JSON.parse(stdout) as { secrets: unknown }).secrets;
    assert.deepEqual(outcomes, [
      { name: 'GH_PAT', outcome: 'a placeholder' },
      { name: 'OTHER', outcome: 'written' },
    ]);
    server.secrets.delete('GH_PAT');
    assert.match((await secrets([...fetchAll, 'GH_PAT'])).stdout, /GH_PAT is not on GitHub/);
    assert.deepEqual({ ...project.inFile }, { OTHER: planted.value });
  });

  it('says what to do before it is set up, and starts nothing that somebody has changed', async () => {
    await fails(['fetch', ...repo], 2, /gives no value back/, /--from-actions/);
    await fails(fetchAll, 2, /not set up in octo\/hello/, /setup --with-export/);
    await setUp();
    await fails(
      [...fetchAll, 'THIRD'],
      2,
      /does not export THIRD, only GH_PAT, OTHER/,
      /setup --with-export/,
    );
    await fails([...fetchAll, '--wait', '0'], 2, /--wait/, /--wait 600/);
    server.exports.files.set(file, `${server.exports.files.get(file) ?? ''}# changed\n`);
    await fails(fetchAll, 2, /not as this version of pymcp writes it/, /who changed it/);
    assert.deepEqual(server.exports.runs, []);
  });

  it('starts nothing where .env could not be written', async () => {
    await setUp();
    assert.equal(spawnSync('git', ['init', '-q', project.folder]).status, 0);
    await fails(fetchAll, 3, /git does not ignore \.env/, /add a line/);
    assert.deepEqual(server.exports.runs, []);
  });

  it('takes nothing that is not what this run was asked for', async () => {
    await setUp();
    await put('GH_PAT', planted.value);
    const forgeries: readonly ((zip: Uint8Array) => Uint8Array | null)[] = [
      () => null,
      (zip) => zip.map((byte, index) => (index === 200 ? byte ^ 1 : byte)),
      () => new Uint8Array(9 * 1024 * 1024),
    ];
    for (const [index, forge] of forgeries.entries()) {
      server.exports.forge = forge;
      const { exitCode, stderr } = await secrets([...fetchAll, 'GH_PAT']);
      assert.equal(exitCode, 3, String(index));
      assert.match(
        stderr,
        /nothing of it was taken\nhint: look at the run: https|far too large/,
        String(index),
      );
      assertNothingLeft();
    }
    assert.ok(!existsSync(project.file));
  });

  it('waits for an approval as long as it is told, then takes the run away', async () => {
    await setUp();
    server.exports.states = ['waiting'];
    const { exitCode, stderr } = await secrets([...fetchAll, '--wait', '2']);
    assert.equal(exitCode, 3);
    assert.match(stderr, /waits until somebody approves it .* at most 2 seconds: https/);
    assert.match(stderr, /error: the run on GitHub did not end in time.*\nhint: approve it/);
    assert.equal(server.exports.runs[0]?.conclusion, 'cancelled');
  });

  it('says that a run has failed', async () => {
    await setUp();
    server.exports.states = ['queued'];
    server.fault = (method, path) => {
      const [run] = server.exports.runs;
      if (method === 'get' && path.endsWith('/runs') && run !== undefined)
        Object.assign(run, { status: 'completed', conclusion: 'startup_failure' });
      return null;
    };
    await fails(fetchAll, 3, /ended as "startup_failure"/, /look at what it says: https/);
  });

  it('takes the run away where it is interrupted, and ends in order', async () => {
    await setUp();
    server.exports.states = ['in_progress'];
    const seen = new Promise<void>((resolve) => {
      server.fault = (method, path) => {
        if (method === 'get' && /\/actions\/runs\/\d+$/.test(path)) resolve();
        return null;
      };
    });
    const child = startPymcp(['secrets', ...fetchAll], { cwd: project.folder, env: project.env });
    const ended = endOf(child);
    child.stdin.end();
    await seen;
    child.kill('SIGINT');
    assert.equal((await ended).exitCode, 3);
    assert.equal(server.exports.runs[0]?.conclusion, 'cancelled');
    assert.ok(!existsSync(project.file));
  });

  it('says what could not be removed', async () => {
    await setUp();
    await put('GH_PAT', planted.value);
    server.fault = (method) => (method === 'delete' ? failure(403, 'no') : null);
    const { exitCode, stderr } = await secrets([...fetchAll, 'GH_PAT']);
    assert.equal(exitCode, 0);
    assert.match(stderr, /note: this could not be removed from GitHub: what it sealed \(403; GitHub removes/);
  });
});

describe('pymcp secrets check', () => {
  const remote = (address: string): void => {
    for (const args of [
      ['init', '-q'],
      ['remote', 'add', 'origin', address],
    ])
      assert.equal(spawnSync('git', ['-C', project.folder, ...args]).status, 0);
    writeFileSync(join(project.folder, '.gitignore'), '.env\n');
  };

  it('fetches by itself what is missing, once that was agreed to, and says so', async () => {
    remote('git@github.com:octo/hello.git');
    await put('GH_PAT', planted.value);
    assert.match((await secrets(['check'])).stdout, /gives no value back/);
    assert.equal(server.exports.runs.length, 0);
    await setUp();
    const { exitCode, stdout } = await secrets(['check']);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /GH_PAT: its value came from GitHub, and is in \.env now\nOTHER: GitHub has a placeholder/,
    );
    assert.equal(project.inFile['GH_PAT'], planted.value);
    const again = await secrets(['check']);
    assert.match(again.stdout, /note: GitHub has no value for OTHER either/);
    assert.equal(server.exports.runs.length, 1, 'no run for what is a placeholder still');
    server.secrets.delete('OTHER');
    await put('OTHER', 'another-of-mine');
    assert.equal((await secrets(['check'])).exitCode, 0);
    assert.equal(project.inFile['OTHER'], 'another-of-mine');
    assertNothingLeft();
  });

  it('asks nobody in another repository, or where it may not write', async () => {
    await setUp();
    server.requests.length = 0;
    assert.equal((await secrets(['check'])).exitCode, 1);
    remote('git@github.com:octo/other.git');
    assert.equal((await secrets(['check'])).exitCode, 1);
    assert.equal((await secrets(['check', '--no-write'])).exitCode, 1);
    assert.deepEqual(server.requests, []);
  });

  it('goes on where GitHub cannot be asked', async () => {
    await setUp();
    remote('https://github.com/octo/hello');
    project.env['GH_TOKEN'] = 'ghp_wrong-one';
    const { exitCode, stdout } = await secrets(['check', '--json']);
    assert.equal(exitCode, 1);
    const { from_github_note: note } = JSON.parse(stdout) as { from_github_note: string };
    assert.match(note, /^nothing came from GitHub: GitHub does not know the token/);
  });
});

describe('the script of the workflow', () => {
  it('refuses keys, nonces and names that are none, before it looks at a secret', () => {
    const text = renderExportWorkflow(['GH_PAT']);
    const fine = { key: `${'A'.repeat(42)}E=`, nonce: '0'.repeat(32), names: 'GH_PAT' };
    const run = (inputs: Partial<typeof fine>): ReturnType<typeof runExport> =>
      runExport(parse(text) as Workflow, { ...fine, ...inputs }, () => planted.value);
    assert.ok(run({ key: randomBytes(32).toString('base64') })[1] !== null);
    for (const odd of [
      { key: '' },
      { key: `${'A'.repeat(43)}=` },
      { key: '"; id; "' },
      { nonce: 'x' },
      { nonce: `${'0'.repeat(32)}\n` },
      { names: '' },
      { names: 'GH_PAT GH_PAT' },
      { names: 'PATH' },
      { names: '__proto__' },
      { names: 'GH_PAT\nX' },
    ]) {
      const [log, zip] = run(odd);
      assert.equal(zip, null, JSON.stringify(odd));
      planted.assertAbsent({ log });
    }
  });

  it('is read by nobody as an expression, and nothing of the workflow may do more than it must', () => {
    const workflow = parse(renderExportWorkflow(['A', 'B_2'])) as Workflow;
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(Object.keys(workflow.on), ['workflow_dispatch']);
    const [[name, job], ...more] = Object.entries(workflow.jobs) as [[string, Workflow['jobs'][string]]];
    assert.deepEqual(
      [name, more, job.environment, 'permissions' in job],
      ['export', [], 'pymcp-export', false],
    );
    for (const { run, uses } of job.steps) {
      assert.ok(!(run ?? '').includes('${{'));
      if (uses !== undefined) assert.match(uses, /^actions\/upload-artifact@[0-9a-f]{40}$/);
      assert.ok(!/\b(?:curl|wget|npm|npx|pip|fetch|https?:)\b/.test(run ?? ''), 'downloads nothing');
    }
    assert.deepEqual(Object.keys(job.steps[0]?.env ?? {}), [
      'PYMCP_KEY',
      'PYMCP_NONCE',
      'PYMCP_NAMES',
      'SECRET_A',
      'SECRET_B_2',
    ]);
    assert.equal(job.steps[1]?.with?.['retention-days'], 1);
  });
});
