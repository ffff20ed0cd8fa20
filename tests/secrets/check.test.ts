// Proves: secret.unlogged, cmd.noshell. Secrets are found where they are, and no value is in what is printed, in an argument or in an environment of
// a program that did not need it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { findSecret } from '../../src/verify/find-secret.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { type Ended, pymcp } from '../support/command-line.js';
import { SecretProject } from '../support/secret-project.js';

interface Shown {
  readonly complete: boolean;
  readonly secrets: readonly {
    readonly name: string;
    readonly state: string;
    readonly where: string | null;
    readonly written: string | null;
    readonly notes: readonly string[];
    readonly advice: string;
  }[];
}

const value = 'tr0ub4dor-and-three-more';
let project: SecretProject;

beforeEach(() => {
  project = new SecretProject();
});
afterEach(() => {
  project.remove();
});

async function check(...args: readonly string[]): Promise<Shown & Ended> {
  const ended = await project.secrets(['check', '--json', ...args]);
  assert.deepEqual(findSecret(value, [ended.stdout, ended.stderr]), []);
  return { ...ended, ...(JSON.parse(ended.stdout) as Shown) };
}

describe('pymcp secrets check', () => {
  it('says of a new user what there is, where to get it, and that GitHub gives nothing back', async () => {
    const { exitCode, stdout } = await project.secrets(['check']);
    assert.equal(exitCode, 0);
    assert.match(
      stdout,
      /^NAME +NEEDED +STATE +WHERE +WHAT TO DO\nGH_PAT +optional +missing +- .*https:\/\/github\.com.*pymcp secrets set GH_PAT\n/,
    );
    assert.match(stdout, /no desktop session runs here/);
    assert.match(stdout, /gives no value back/);
    assert.ok(!existsSync(project.file));
  });

  it('writes what is elsewhere to .env, and never over what is real there', async () => {
    writeFileSync(project.file, '# mine\nANTHROPIC_API_KEY=of-my-own-choice\nGH_PAT=CHANGEME # soon\n');
    project.env['GH_PAT'] = value;
    project.env['ANTHROPIC_API_KEY'] = 'another-of-the-environment';
    const { secrets: found } = await check();
    assert.deepEqual(
      found.map(({ written, where }) => [written, where]),
      [
        ['value', 'environment'],
        [null, 'environment'],
      ],
    );
    assert.equal(
      readFileSync(project.file, 'utf8'),
      `# mine\nANTHROPIC_API_KEY=of-my-own-choice\nGH_PAT=${value} # soon\n`,
    );
    assert.equal(statSync(project.file).mode & 0o777, 0o600);
  });

  it('only looks where it is told to', async () => {
    project.env['GH_PAT'] = value;
    assert.equal((await check('--no-write')).secrets[0]?.written, null);
    assert.ok(!existsSync(project.file));
  });

  it('fails where a required one is missing or a placeholder, and leaves a placeholder with a word about it', async () => {
    project.configure({ MY_KEY: { required: true, usedBy: 'the robot', from: 'the shop' } });
    for (const state of ['missing', 'placeholder']) {
      const { exitCode, complete, secrets: found } = await check();
      assert.equal(exitCode, 1);
      assert.equal(complete, false);
      assert.equal(found[2]?.state, state);
      assert.match(found[2].advice, /get one \(the shop\), then: pymcp secrets set MY_KEY/);
    }
    assert.equal(
      readFileSync(project.file, 'utf8'),
      '# MY_KEY: for the robot; from the shop\nMY_KEY=PLACEHOLDER\n',
    );
    assert.equal((await project.secrets(['set', 'MY_KEY'], value)).exitCode, 0);
    assert.equal((await check()).exitCode, 0);
  });

  it('shows what it found also where .env may not be written', async () => {
    assert.equal(spawnSync('git', ['init', '-q', project.folder]).status, 0);
    project.env['GH_PAT'] = value;
    const { exitCode, stdout, stderr } = await project.secrets(['check']);
    assert.equal(exitCode, 3);
    assert.match(stdout, /GH_PAT +optional +real +environment/);
    assert.match(stderr, /^error: git does not ignore \.env\nhint: add a line/);
  });

  it('takes the token of gh, and not the one that gh would take from the environment', async () => {
    const log = project.addProgram('gh', `echo ${value}`);
    project.env['GH_TOKEN'] = 'of-the-environment';
    const { secrets: found } = await check();
    assert.deepEqual([found[0]?.state, found[0]?.where, found[0]?.written], ['real', 'gh', 'value']);
    assert.equal(project.inFile['GH_PAT'], value);
    const said = readFileSync(log, 'utf8');
    assert.match(said, /^.*\/bin\/gh\nauth\ntoken\n--hostname\ngithub\.com\n/);
    assert.ok(!said.includes('of-the-environment'));
  });

  it('takes references from 1Password and from a command, with arguments as they are', async () => {
    project.configure({
      GH_PAT: { reference: 'op://my vault/item/field' },
      OTHER: { reference: ['printer', '$(id) ; x', '-n'] },
    });
    assert.equal((await project.secrets(['check'])).exitCode, 2);
    project.configure({
      GH_PAT: { reference: 'op://vault/item/field' },
      OTHER: { reference: ['printer', '$(id) ; x', '-n'] },
    });
    const [op, printer] = [
      project.addProgram('op', `printf ${value}`),
      project.addProgram('printer', `echo ${value}2`),
    ];
    const { secrets: found } = await check();
    assert.deepEqual(
      found.map(({ where }) => where),
      ['reference', null, 'reference'],
    );
    assert.deepEqual([project.inFile['GH_PAT'], project.inFile['OTHER']], [value, `${value}2`]);
    assert.match(readFileSync(op, 'utf8'), /op\nread\n--no-newline\n--\nop:\/\/vault\/item\/field\n/);
    assert.match(readFileSync(printer, 'utf8'), /printer\n\$\(id\) ; x\n-n\n/);
  });

  it('leaves a reference in .env as it is', async () => {
    writeFileSync(project.file, 'GH_PAT=op://vault/item/field\n', { mode: 0o600 });
    project.addProgram('op', `printf ${value}`);
    const { secrets: found } = await check();
    assert.deepEqual([found[0]?.state, found[0]?.where], ['real', '.env']);
    assert.equal(project.inFile['GH_PAT'], 'op://vault/item/field');
  });

  it('hands no secret to git', async () => {
    assert.equal(spawnSync('git', ['init', '-q', project.folder]).status, 0);
    writeFileSync(join(project.folder, '.gitignore'), '.env\n');
    const log = project.addProgram('git', 'exec /usr/bin/git "$@"');
    project.env['GH_PAT'] = value;
    assert.equal((await check()).exitCode, 0);
    assert.equal(project.inFile['GH_PAT'], value);
    const said = readFileSync(log, 'utf8');
    assert.match(said, /check-ignore\n/);
    assert.deepEqual(findSecret(value, [said]), []);
  });

  it('goes on where a program fails, and repeats nothing of what it said', async () => {
    project.addProgram('gh', `echo ${value}; echo ${value} >&2; exit 4`);
    const { exitCode, secrets: found } = await check();
    assert.equal(exitCode, 0);
    assert.ok(found[0]?.notes.includes('gh ended with status 4 (gh auth login)'), JSON.stringify(found[0]));
  });

  it('goes on where the bus of the desktop is not there', async () => {
    project.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus';
    const { exitCode, secrets: found } = await check();
    assert.equal(exitCode, 0);
    assert.match(found[0]?.notes[0] ?? '', /^the keyring was not asked: ./);
    const kept = await project.secrets(['set', 'GH_PAT', '--keyring'], value);
    assert.equal(kept.exitCode, 3);
    assert.match(kept.stderr, /^error: the keyring does not answer: .*\nhint: .*--local/);
    assert.deepEqual(findSecret(value, [kept.stderr]), []);
  });

  it('looks for programs in no folder that PATH names relatively', async () => {
    project.addProgram('gh', `echo ${value}`);
    const { stdout } = await pymcp(['secrets', 'check', '--json'], '', {
      cwd: join(project.folder, 'bin'),
      env: { ...project.env, PATH: '.:::bin' },
    });
    assert.match(stdout, /gh is not installed/);
  });

  it('refuses a configuration that does not fit, and names the place', async () => {
    for (const [declared, why] of [
      [{ X: { value: 'v' } }, /secrets\.X/],
      [{ 'a-b': {} }, /secrets/],
      [{ constructor: {} }, /is reserved/],
      [JSON.parse('{"__proto__": {}}'), /is reserved/],
      [{ X: { reference: 'http://x' } }, /secrets\.X\.reference/],
      [{ X: { reference: [] } }, /secrets\.X\.reference/],
      [{ X: { usedBy: 'a\nb' } }, /secrets\.X\.usedBy/],
    ] as const) {
      project.configure(declared);
      const { exitCode, stderr } = await project.secrets(['check']);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, why);
    }
  });
});

alsoAsOrdinaryUser(import.meta.url);
