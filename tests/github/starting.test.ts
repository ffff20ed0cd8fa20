// Proves: secret.unlogged, fail.closed. The GitHub service starts only with a real token and a repository, says what to do where it has none, and
// shows the token nowhere: not to clients, in logs, or in the audit log, which has every call.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import { FakeGitHub } from '../support/fake-github.js';
import { GitHubDescription } from '../support/github-description.js';
import { callTool, GitHubProject } from '../support/github-project.js';
import { failure } from '../support/github-server.js';
import { everythingIn, plantSecret, waysIn } from '../support/planted-secret.js';
import { openServedGateway } from '../support/served-gateway.js';

const hello = { owner: 'octo', repo: 'hello' } as const;
let description: GitHubDescription;
let github: FakeGitHub;
let project: GitHubProject;

before(() => {
  description = new GitHubDescription();
});
beforeEach(async () => {
  github = await FakeGitHub.open(description);
  project = new GitHubProject(github);
  github.add('octo/hello').addItem('first', '');
});
afterEach(async () => {
  await project.remove();
  await github.close();
  assert.deepEqual(github.problems, []);
});

const named = ['--github-repositories', 'octo/hello'] as const;

async function fails(args: readonly string[], error: RegExp, hint: RegExp): Promise<void> {
  for (const command of [['stdio'], ['serve', '--port', '0', '--no-socket']]) {
    const { exitCode, stderr, stdout } = await project.run([...command, '--services', 'github', ...args]);
    assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    const [first = '', second = ''] = stderr.trim().split('\n');
    assert.match(first, error);
    assert.match(second, hint);
  }
  assert.deepEqual(github.requests, []);
}

describe('the service github', () => {
  it('does not start without a token, or with a placeholder', async () => {
    delete project.env['GH_PAT'];
    await fails(named, /needs the secret GH_PAT, which is nowhere/, /pymcp secrets set GH_PAT.*--services/);
    for (const odd of ['PLACEHOLDER', 'ghp_xxxx', '<your token>']) {
      project.env['GH_PAT'] = odd;
      await fails(named, /has only a placeholder \(environment\)/, /pymcp secrets set GH_PAT/);
    }
    project.env['GH_PAT'] = 'real but\nnot a token';
    await fails(named, /GH_PAT is no token/, /pymcp secrets set GH_PAT/);
  });

  it('finds the token in .env, as pymcp secrets check does, which knows that it is needed', async () => {
    project.env['PYMCP_SERVICES'] = 'python,github';
    delete project.env['GH_PAT'];
    const before = await project.run(['secrets', 'check', '--no-write']);
    assert.equal(before.exitCode, 1);
    assert.match(before.stdout, /GH_PAT +required +missing/);
    writeFileSync(join(project.folder, '.env'), `GH_PAT='${github.token}'\n`, { mode: 0o600 });
    assert.equal((await project.run(['secrets', 'check', '--no-write'])).exitCode, 0);
    const client = await project.open(named);
    assert.equal((await callTool(client, 'list_issues', hello)).fields['status'], 'done');
  });

  it('does not start without a repository', async () => {
    await fails([], /none is named, and there is no workspace/, /--github-repositories OWNER\/NAME/);
    await fails(['--workspace', '.'], /no git remote/, /--github-repositories OWNER\/NAME/);
    project.setRemote(['https://user:', 'word@gitlab.com/octo/hello'].join('pass'));
    await fails(['--workspace', '.'], /leads to no repository on github\.com/, /--github-repositories/);
    await fails(['--github-repositories', 'octo'], /names no repository/, /OWNER\/NAME/);
    await fails([...named, '--github-api-url', 'http://example.org'], /does not fit/, /https:/);
  });

  it('is none of those that are offered where nobody asks', async () => {
    delete project.env['GH_PAT'];
    const { stdout, exitCode } = await project.run(['secrets', 'check', '--no-write']);
    assert.match(stdout, /GH_PAT +optional/);
    assert.equal(exitCode, 0);
  });
});

describe('the token', () => {
  it('stands in nothing that comes out or is kept, in whatever encoding, and each call in the audit log', async () => {
    const planted = plantSecret();
    const value = planted.value.replace(/[^\x21-\x7e]/g, '');
    github.token = value;
    project.env['GH_PAT'] = value;
    const client = await project.open([...named, '--log-level', 'trace']);
    github.fault = ({ path }) => {
      if (path.endsWith('/comments'))
        return failure(403, `no, ${value}: ${Buffer.from(value).toString('base64')}`);
      return null;
    };
    const secret = github.repositories.get('octo/hello');
    secret?.addItem(`leaked ${value}`, Buffer.from(value).toString('hex'));
    const answers = [
      await callTool(client, 'list_issues', hello),
      await callTool(client, 'get_me'),
      await callTool(client, 'issue_read', { ...hello, method: 'get_comments', issue_number: 1 }),
      await callTool(client, 'list_issues', { owner: 'octo', repo: 'other' }),
    ];
    assert.deepEqual(
      answers.map(({ fields }) => fields['status']),
      ['done', 'done', 'refused', 'refused'],
    );
    assert.match(answers[0]?.text ?? '', /leaked \[secret GH_PAT\]/);
    assert.ok(github.requests.every(({ headers }) => headers.authorization === `Bearer ${value}`));
    await client.close();
    const shown = await project.run(['audit', 'show', '--json']);
    const records = shown.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const calls = records.filter(({ kind }) => kind === 'call');
    assert.deepEqual(
      calls.map(({ tool, subjects, access }) => [tool, subjects, access]),
      [
        ['list_issues', ['octo/hello'], 'read'],
        ['get_me', [], 'read'],
        ['issue_read', ['octo/hello'], 'read'],
        ['list_issues', ['octo/other'], 'read'],
      ],
    );
    assert.deepEqual(
      records.filter(({ kind }) => kind === 'call-end').map(({ error }) => error),
      [null, null, 'github.refused', 'github.not-permitted'],
    );
    assert.equal((await project.run(['audit', 'verify'])).exitCode, 0);
    assertAbsent(value, {
      answers: JSON.stringify(answers),
      stderr: project.stderr,
      audit: shown.stdout,
      ...everythingIn(project.home),
    });
  });
});

describe('over HTTP', () => {
  it('what one token has read stays read when it comes back, and is nothing to another', async () => {
    github.add('octo/hidden', 'private');
    const args = ['--services', 'github', '--github-write', '--github-repositories', 'octo/*'];
    const env = { GH_PAT: github.token, GITHUB_API_URL: github.address };
    const gateway = await openServedGateway(['--no-socket', ...args], env);
    try {
      const token = await gateway.makeToken('one', '--scope', 'github');
      const other = await gateway.makeToken('two', '--scope', 'github');
      const comment = { ...hello, issue_number: 1, body: 'hi' };
      const path = '/mcp/github';
      const first = await gateway.connect('2025-11-25', { token, path });
      await callTool(first, 'list_issues', { owner: 'octo', repo: 'hidden' });
      await first.close();
      const again = await gateway.connect('2026-07-28', { token, path });
      assert.match((await callTool(again, 'add_issue_comment', comment)).text, /Nothing may be written/);
      const another = await gateway.connect('2026-07-28', { token: other, path });
      assert.match((await callTool(another, 'add_issue_comment', comment)).text, /The comment stands/);
      assert.equal((await gateway.ask(path, { token: null })).status, 401);
      await assert.rejects(gateway.connect('2026-07-28', { path }));
      assertAbsent(github.token, { log: gateway.log(), ...everythingIn(gateway.home) });
    } finally {
      await gateway.stop();
    }
  });
});

function assertAbsent(value: string, things: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, thing] of Object.entries(things)) assert.deepEqual(waysIn(value, thing), [], name);
}
