// Proves: secret.unlogged. Whoever comes new, to a folder or a machine that is not as it should be, is told what is wrong and what to do; and nothing
// of a secret stands in what is printed, in arguments, in environments of others, in files but `.env`, or in what git has.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, type Ended } from '../support/command-line.js';
import { everythingIn, plantSecret, type PlantedSecret } from '../support/planted-secret.js';
import { SecretProject } from '../support/secret-project.js';
import { slow } from '../support/time.js';

let project: SecretProject;
let planted: PlantedSecret;

beforeEach(() => {
  project = new SecretProject();
  planted = plantSecret();
});
afterEach(() => {
  if (existsSync(project.folder)) chmodSync(project.folder, 0o700);
  project.remove();
});

interface Case {
  readonly make?: () => void;
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly error: RegExp;
  readonly hint: RegExp;
  /** Root may write anywhere. */
  readonly isForOrdinary?: true;
}

const git = (...args: readonly string[]): void => {
  assert.equal(spawnSync('git', ['-C', project.folder, ...args]).status, 0);
};
const unset = (...names: readonly string[]): void => {
  for (const name of names) project.env[name] = undefined;
};
const homes = ['HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'] as const;
const set = ['set', 'GH_PAT'] as const;
const github = ['list', '--github'] as const;

const cases: Readonly<Record<string, Case>> = {
  'a folder that is not there': { args: [...set, '--dotenv', 'none/.env'], exitCode: 73, error: /none\/\.env cannot be read or written: ENOENT/, hint: /see that its folder is there/ },
  'a configuration that is not there': { args: ['check', '--config', 'none.json'], exitCode: 2, error: /no file "none\.json"/, hint: /check the path/ },
  'a folder that may not be written': { make: () => { chmodSync(project.folder, 0o500); }, args: set, exitCode: 73, error: /cannot be read or written: EACCES/, hint: /its folder is there and yours/, isForOrdinary: true },
  'a file that may not be read': { make: () => { writeFileSync(project.file, 'A=1\n', { mode: 0o200 }); }, args: set, exitCode: 73, error: /cannot be read or written: EACCES/, hint: /yours/, isForOrdinary: true },
  'a loop of links for a folder': { make: () => { symlinkSync('loop', join(project.folder, 'loop')); }, args: [...set, '--dotenv', 'loop/.env'], exitCode: 73, error: /ELOOP/, hint: /see that its folder/ },
  'a file for a folder': { make: () => { writeFileSync(join(project.folder, 'plain'), ''); }, args: [...set, '--dotenv', 'plain/.env'], exitCode: 73, error: /ENOTDIR/, hint: /see that its folder/ },
  'no desktop': { args: [...set, '--keyring'], exitCode: 3, error: /no desktop session runs here/, hint: /--local/ },
  'no token': { args: [...github, '--repo', 'a/b'], exitCode: 2, error: /no token for github\.com: GH_TOKEN is not set, and gh is not installed/, hint: /gh auth login, or set GH_TOKEN/ },
  'a token that is a placeholder': { make: () => { project.env['GH_TOKEN'] = 'CHANGEME'; }, args: [...github, '--repo', 'a/b'], exitCode: 2, error: /GH_TOKEN is no token: it is a placeholder/, hint: /personal-access-tokens\/new/ },
  'no repository of git, and no name': { args: github, exitCode: 2, error: /no git remote/, hint: /--repo OWNER\/NAME/ },
  'a remote on another host, by SSH': { make: () => { git('init', '-q'); git('remote', 'add', 'origin', 'ssh://git@gitlab.com:22/octo/hello.git'); }, args: github, exitCode: 2, error: /leads to no repository on github\.com/, hint: /--repo/ },
  'a remote on this disk': { make: () => { git('init', '-q'); git('remote', 'add', 'origin', '/srv/git/hello.git'); }, args: ['setup', '--all'], exitCode: 2, error: /leads to no repository/, hint: /--repo/ },
  'a name of a repository with a space': { args: [...github, '--repo', 'octo/he llo'], exitCode: 2, error: /names no repository/, hint: /octocat\/hello-world/ },
  'a command that is misspelt': { args: ['lsit'], exitCode: 2, error: /unknown command 'lsit'/, hint: /--help/ },
  'no name': { args: ['set'], exitCode: 2, error: /missing required argument 'name'/, hint: /--help/ },
  'fetching without a word how': { args: ['fetch'], exitCode: 2, error: /gives no value back/, hint: /--from-actions/ },
  'an export without a token': { args: ['setup', '--all', '--with-export', '--repo', 'a/b'], exitCode: 2, error: /no token/, hint: /gh auth login/ },
  'no home for an agreement': { make: () => { unset(...homes); project.env['GH_TOKEN'] = 'ghp_of-the-test'; project.env['GITHUB_API_URL'] = 'http://127.0.0.1:9'; }, args: ['fetch', '--from-actions', '--repo', 'a/b'], exitCode: 3, error: /cannot be reached/, hint: /check the network/ },
}; // prettier-ignore

describe('who comes new', () => {
  for (const [what, { make, args, exitCode, error, hint, isForOrdinary }] of Object.entries(cases)) {
    if (isForOrdinary === true && process.getuid?.() === 0) continue;
    it(`is told what is wrong and what to do: ${what}`, async () => {
      make?.();
      const ended = await project.secrets(args, planted.value);
      assert.equal(ended.exitCode, exitCode, ended.stderr);
      const [first = '', second = '', ...more] = ended.stderr.trim().split('\n');
      assert.match(first, error);
      assert.match(first, /^error: /);
      assert.match(second, hint);
      assert.match(second, /^hint: /);
      assert.deepEqual(more, []);
      planted.assertAbsent({ stdout: ended.stdout, stderr: ended.stderr });
    });
  }

  /** With what a shell does to file descriptors and folders. */
  function inShell(line: string): Pick<Ended, 'exitCode' | 'stderr'> {
    const words = ['-c', line, 'sh', process.execPath, commandLine, 'secrets'];
    const { cwd, env, timeout } = { cwd: project.folder, env: project.env, timeout: slow(60_000) };
    const { status, stderr } = spawnSync('/bin/sh', words, { cwd, env, timeout, encoding: 'utf8' });
    return { exitCode: status, stderr };
  }

  it('is told so where stdin is closed, or is no text', () => {
    for (const from of ['<&-', '</dev/null', '<.']) {
      const { exitCode, stderr } = inShell(`exec "$@" set GH_PAT ${from}`);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, /^error: there is no value: .*\nhint: type it at the prompt/);
    }
  });

  it('is told so where the folder is gone', () => {
    for (const command of ['check', 'scan', 'list']) {
      const { exitCode, stderr } = inShell(`mkdir gone && cd gone && rmdir ../gone && exec "$@" ${command}`);
      assert.equal(exitCode, 73, stderr);
      assert.match(stderr, /^error: the folder in which you are is not there.*\nhint: cd to/);
    }
  });

  it('needs no home', async () => {
    unset(...homes);
    for (const args of [['check'], ['list'], ['scan', '--dotenv', '.env'], ['delete', 'GH_PAT']]) {
      const { exitCode, stderr } = await project.secrets(args);
      assert.ok([0, 2, 3].includes(exitCode ?? -1), stderr);
      assert.doesNotMatch(stderr, /pymcp itself failed/);
    }
    assert.equal((await project.secrets(set, planted.value)).exitCode, 0);
    assert.equal(project.inFile['GH_PAT'], planted.value);
  });

  it('has a file of another name made, which Node.js does not read by itself', async () => {
    assert.equal((await project.secrets([...set, '--dotenv', 'more.env'], planted.value)).exitCode, 0);
    const { stdout } = await project.secrets(['list', '--dotenv', 'more.env']);
    assert.match(stdout, /GH_PAT +optional +\.env \(real\)\n/);
  });
});

describe('a secret', () => {
  it('is in .env and nowhere else, whichever way it came', async () => {
    git('init', '-q');
    writeFileSync(join(project.folder, '.gitignore'), '.env\n*.log\nbin\nconfig\ntemp\n');
    const temp = join(project.folder, 'temp');
    mkdirSync(temp);
    project.env['TMPDIR'] = temp;
    project.configure({ OTHER: { reference: ['printer', 'argument'] }, THIRD: {} });
    // Written in pieces, so that the programs themselves do not have it.
    const pieces = JSON.stringify(planted.value.match(/.{1,5}/gu));
    const print = `exec ${process.execPath} -e 'process.stdout.write(JSON.parse(Buffer.from("${Buffer.from(pieces).toString('base64')}","base64")).join(""))'`;
    project.addProgram('gh', print);
    project.addProgram('printer', print);
    project.addProgram('git', 'exec /usr/bin/git "$@"');
    const said: Record<string, string> = {};
    const run = async (args: readonly string[], input = ''): Promise<void> => {
      const { stdout, stderr, exitCode } = await project.secrets(args, input);
      assert.ok(exitCode === 0 || args[0] === 'scan', stderr);
      said[args.join(' ')] = `${stdout}${stderr}`;
    };
    await run(['check']);
    assert.equal(project.inFile['GH_PAT'], planted.value);
    assert.equal(project.inFile['OTHER'], planted.value);
    await run(['set', 'THIRD'], planted.value);
    await run(['list', '--json']);
    await run(['check', '--json', '--no-write']);
    git('add', '-A');
    await run(['scan', '--staged', '--json']);
    await run(['scan']);
    await run(['delete', 'THIRD']);
    planted.assertAbsent(said);
    assert.match(readFileSync(project.file, 'utf8'), /^GH_PAT=/m);
    rmSync(project.file);
    // The logs of gh, of the printer and of git have their arguments and environments; `.git` has objects, the index and drafts.
    const left = everythingIn(project.folder);
    for (const name of ['gh.log', 'printer.log', 'git.log'])
      assert.ok(join(project.folder, name) in left, name);
    planted.assertAbsent(left);
  });
});

alsoAsOrdinaryUser(import.meta.url);
