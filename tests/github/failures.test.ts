// Proves: secret.unlogged. What goes wrong with GitHub is said in words, with the fix, and never with the token; its limits are kept.
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Client } from '@modelcontextprotocol/client';
import { FakeGitHub } from '../support/fake-github.js';
import type { FakeRepository } from '../support/fake-repository.js';
import { GitHubDescription } from '../support/github-description.js';
import { callTool, GitHubProject } from '../support/github-project.js';
import { failure } from '../support/github-server.js';

const hello = { owner: 'octo', repo: 'hello' } as const;
let description: GitHubDescription;
let github: FakeGitHub;
let project: GitHubProject;
let repository: FakeRepository;
let client: Client;

before(() => {
  description = new GitHubDescription();
});
beforeEach(async () => {
  github = await FakeGitHub.open(description);
  project = new GitHubProject(github);
  repository = github.add('octo/hello');
  client = await project.open(['--github-repositories', 'octo/*']);
});
afterEach(async () => {
  await project.remove();
  await github.close();
  assert.deepEqual(github.problems, []);
  assert.equal(project.stderr, '');
});

async function said(name = 'list_issues', args: object = hello): Promise<string> {
  const { text, fields, raw } = await callTool(client, name, args as Record<string, unknown>);
  assert.deepEqual([fields['status'], raw.isError], ['refused', true], text);
  assert.ok(!JSON.stringify(raw).includes(github.token));
  return text;
}

describe('what goes wrong', () => {
  it('is said of a wrong token', async () => {
    github.token = 'ghp_not-that-one';
    assert.match(
      await said(),
      /does not know the token .*\(401, "Bad credentials"\).*\n.*pymcp secrets set GH_PAT/,
    );
  });

  it('is said of what is not there, not permitted, or behind a single sign-on', async () => {
    assert.match(await said('list_issues', { owner: 'octo', repo: 'none' }), /not there in octo\/none/);
    assert.match(
      await said('issue_read', { ...hello, method: 'get', issue_number: 9 }),
      /not there in octo\/hello/,
    );
    github.fault = ({ path }) =>
      path.endsWith('/issues')
        ? failure(403, `Resource not accessible by ${project.env['GH_PAT'] ?? ''}\u001b[31m`)
        : null;
    assert.match(
      await said(),
      /does not permit this in octo\/hello \(403, "Resource not accessible by … \[31m"\).*\n.*"Issues: read"/,
    );
    github.fault = () => failure(403, 'SSO', { 'x-github-sso': 'required; url=https://x' });
    assert.match(await said(), /single sign-on/);
    github.fault = () => failure(451, 'blocked');
    assert.match(await said(), /status 451/);
  });

  it('is said of an empty repository', async () => {
    assert.match(await said('list_commits'), /409, "Git Repository is empty\."/);
    assert.match(await said('get_file_contents'), /404, "This repository is empty\."/);
  });

  it('is said of answers that are none, lie, are endless, or lead elsewhere', async () => {
    for (const body of [{}, [], { full_name: 7 }, { full_name: 'octo/hello', private: 'no' }]) {
      github.fault = () => ({ status: 200, body });
      assert.match(await said(), /not as documented/);
    }
    github.fault = ({ path }) => (path.endsWith('/issues') ? { status: 200, body: [{ number: 'x' }] } : null);
    assert.match(await said(), /not as documented/);
    github.fault = ({ path }) =>
      path.endsWith('/issues') ? { status: 302, headers: { location: 'https://evil.example/' } } : null;
    assert.match(await said(), /leads elsewhere \(302\)/);
    const endless = 'x'.repeat(17 * 1024 * 1024);
    github.fault = ({ path }) => (path.endsWith('/issues') ? { status: 200, text: endless } : null);
    assert.match(await said(), /more than 16777216 bytes/);
  });

  it('is said of a network that is not there', async () => {
    await github.close();
    assert.match(await said(), /cannot be reached: .*ECONNREFUSED/);
    github = await FakeGitHub.open(description);
  });

  it('ends with a call that is cancelled', async () => {
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      github.fault = () => {
        resolve();
        return new Promise((answer) => {
          release = () => {
            answer(failure(500, 'late'));
          };
        });
      };
    });
    const controller = new AbortController();
    const call = client.callTool({ name: 'list_issues', arguments: hello }, { signal: controller.signal });
    await asked;
    controller.abort();
    await assert.rejects(call);
    github.fault = () => null;
    release();
    assert.equal((await callTool(client, 'list_issues', hello)).fields['status'], 'done');
  });
});

describe('the limits of GitHub', () => {
  const soon = (): string => String(Math.floor(Date.now() / 1000) + 90);

  it('are told with the time, and nobody asks before it', async () => {
    github.fault = () =>
      failure(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon() });
    assert.match(await said(), /takes no more requests.*\n.*try again in 2 minutes/);
    const { length } = github.requests;
    assert.match(await said(), /try again in [12] minutes?/);
    assert.equal(github.requests.length, length);
  });

  it('are kept where an answer says that it was the last', async () => {
    github.fault = () => ({
      status: 200,
      body: { login: 'octocat', html_url: 'https://github.com/octocat', type: 'User' },
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon() },
    });
    assert.equal((await callTool(client, 'get_me')).fields['status'], 'done');
    assert.match(await said('get_me', {}), /try again in/);
    assert.equal(github.requests.length, 1);
  });

  it('count by themselves for searches, and together where they are of the second kind', async () => {
    github.fault = ({ path }) =>
      path === '/search/code'
        ? failure(403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon() })
        : null;
    const search = { query: 'x', ...hello };
    await said('search_code', search);
    assert.equal((await callTool(client, 'search_issues', search)).fields['status'], 'done');
    for (const [status, headers] of [
      [429, { 'retry-after': '60' }],
      [403, {}],
    ] as const) {
      client = await project.open(['--github-repositories', 'octo/*']);
      github.fault = () => failure(status, 'You have exceeded a secondary rate limit', { ...headers });
      assert.match(await said(), /try again in 1 minute/);
      github.fault = () => null;
      assert.match(await said('search_issues', search), /try again in 1 minute/);
    }
  });

  it('are spared by conditional requests', async () => {
    repository.addItem('x', '');
    await callTool(client, 'list_issues', hello);
    await callTool(client, 'list_issues', hello);
    const [first, , second] = github.requests;
    assert.equal(first?.headers['if-none-match'], undefined);
    assert.notEqual(second?.headers['if-none-match'], undefined);
  });
});
