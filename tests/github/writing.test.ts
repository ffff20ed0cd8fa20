// Proves: secret.unseen. What is written to GitHub: only where the user has permitted it, and not to what others read once something
// private was read, until the user says so.
import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Client } from '@modelcontextprotocol/client';
import { FakeGitHub } from '../support/fake-github.js';
import type { FakeRepository } from '../support/fake-repository.js';
import { GitHubDescription } from '../support/github-description.js';
import { callTool, GitHubProject } from '../support/github-project.js';
import { eras } from '../support/mcp-client.js';

const hello = { owner: 'octo', repo: 'hello' } as const;
const hidden = { owner: 'octo', repo: 'hidden' } as const;
const writing = ['--github-write', '--github-repositories', 'octo/hello,octo/hidden,octo/inner,team/*'];
let description: GitHubDescription;
let github: FakeGitHub;
let project: GitHubProject;
let repository: FakeRepository;

before(() => {
  description = new GitHubDescription();
});
beforeEach(async () => {
  github = await FakeGitHub.open(description);
  project = new GitHubProject(github);
  repository = github.add('octo/hello');
  github.add('octo/hidden', 'private').addItem('the plan', 'secret');
  github.add('octo/inner', 'internal').addItem('inner', '');
});
afterEach(async () => {
  await project.remove();
  await github.close();
  assert.deepEqual(github.problems, []);
});

const comment = async (client: Client, to: object = hello): Promise<string> =>
  (await callTool(client, 'add_issue_comment', { ...to, issue_number: 1, body: 'hi' })).text;
const written = (): string[] => github.asked().filter((one) => !one.startsWith('get '));

describe('each tool that writes', () => {
  it('does what it says', async () => {
    repository.addItem('first', '');
    repository.addFile('a.py', '1');
    const client = await project.open(writing);
    const { tools } = await client.listTools();
    assert.ok(tools.some(({ name }) => name === 'reset_read_history'));
    assert.equal(tools.find(({ name }) => name === 'issue_write')?.annotations?.readOnlyHint, false);
    const done = async (name: string, args: object): Promise<Readonly<Record<string, unknown>>> => {
      const { fields, text } = await callTool(client, name, { ...hello, ...args });
      assert.equal(fields['status'], 'done', text);
      return fields;
    };
    await done('add_issue_comment', { issue_number: 1, body: 'hi' });
    assert.deepEqual(repository.items[0]?.comments, ['hi']);
    const made = await done('issue_write', { method: 'create', title: 'second', labels: ['bug'] });
    assert.equal(made['number'], 2);
    await done('issue_write', {
      method: 'update',
      issue_number: 2,
      state: 'closed',
      state_reason: 'completed',
    });
    assert.equal(repository.items[1]?.state, 'closed');
    await done('create_branch', { branch: 'topic/one' });
    assert.equal(repository.branches.get('topic/one'), repository.branches.get('main'));
    await done('create_or_update_file', { path: 'b.py', content: 'é', message: 'add', branch: 'topic/one' });
    assert.equal(repository.files.get('b.py')?.bytes.toString(), 'é');
    const pull = await done('create_pull_request', { title: 'merge', head: 'topic/one', base: 'main' });
    assert.equal(pull['number'], 3);
  });

  it('refuses what does not fit before anything is sent', async () => {
    const client = await project.open(writing);
    const file = { content: 'x', message: 'm', branch: 'b' };
    for (const [name, args] of [
      ['issue_write', { method: 'create' }],
      ['issue_write', { method: 'create', title: 'x', issue_number: 1 }],
      ['issue_write', { method: 'update', title: 'x' }],
      ['create_branch', { branch: 'a..b' }],
      ['create_or_update_file', { ...file, path: '.github/workflows/x.yml' }],
      ['create_or_update_file', { ...file, path: '.GitHub/Actions/x/action.yml' }],
      ['create_or_update_file', { ...file, path: '../x' }],
      ['create_pull_request', { title: 'x', head: 'evil:main', base: 'main' }],
    ] as const)
      assert.equal((await callTool(client, name, { ...hello, ...args })).fields['status'], 'refused', name);
    assert.deepEqual(github.requests, []);
  });

  it('writes nothing to an archived repository', async () => {
    repository.addItem('first', '');
    repository.isArchived = true;
    assert.match(await comment(await project.open(writing)), /is archived/);
    assert.deepEqual(written(), []);
  });
});

describe('after a private repository was read', () => {
  beforeEach(() => {
    repository.addItem('first', '');
  });

  it('nothing is written to a public one, and still to private ones', async () => {
    const client = await project.open(writing);
    assert.match(await comment(client), /The comment stands/);
    await callTool(client, 'list_issues', hidden);
    assert.match(
      await comment(client),
      /^Status: refused\. Nothing may be written to octo\/hello, .*octo\/hidden/,
    );
    assert.match(await comment(client, hidden), /The comment stands/);
    assert.equal(repository.items[0]?.comments.length, 1);
  });

  it('and likewise where it is internal, unknown, an owner as a whole, or only written to', async () => {
    github.add('team/odd', null).addItem('odd', '');
    for (const read of [
      ['list_issues', { owner: 'octo', repo: 'inner' }],
      ['list_issues', { owner: 'team', repo: 'odd' }],
      ['search_code', { query: 'x', owner: 'team' }],
      ['search_issues', { query: 'nothing there', ...hidden }],
      ['add_issue_comment', { ...hidden, issue_number: 1, body: 'x' }],
    ] as const) {
      const client = await project.open(writing);
      assert.equal((await callTool(client, read[0], read[1])).fields['status'], 'done', read[0]);
      assert.match(await comment(client), /Nothing may be written/, read[0]);
      assert.match(await comment(client, { owner: 'team', repo: 'odd' }), /Nothing may be written/);
    }
  });

  it('what became public or private is seen at once', async () => {
    const client = await project.open(writing);
    await callTool(client, 'list_issues', hello);
    assert.match(await comment(client), /The comment stands/);
    repository.visibility = 'private';
    await callTool(client, 'list_issues', hello);
    repository.visibility = 'public';
    assert.match(await comment(client), /Nothing may be written/);
  });

  for (const era of eras)
    it(`the user alone can permit it, in ${era}`, async () => {
      const questions: string[] = [];
      const answers: ('yes' | 'no' | 'away')[] = ['no', 'away', 'yes'];
      const user = (question: string) => {
        questions.push(question);
        return answers.shift() ?? 'no';
      };
      const client = await project.open(writing, { era, user });
      assert.match((await callTool(client, 'reset_read_history')).text, /nothing to permit/);
      await callTool(client, 'list_issues', hidden);
      for (const denied of ['no', 'away']) {
        assert.equal((await callTool(client, 'reset_read_history')).raw.isError, true, denied);
        assert.match(await comment(client), /Nothing may be written/);
      }
      const permitted = await callTool(client, 'reset_read_history');
      assert.equal(permitted.fields['permitted'], true, permitted.text);
      assert.match(await comment(client), /The comment stands/);
      assert.equal(questions.length, 3);
      assert.match(questions[0] ?? '', /octo\/hidden/);
      await callTool(client, 'list_issues', hidden);
      assert.match(await comment(client), /Nothing may be written/);
    });

  it('a client that can ask nobody permits nothing, and says how else', async () => {
    for (const era of eras) {
      const client = await project.open(writing, { era });
      await callTool(client, 'list_issues', hidden);
      const { raw } = await callTool(client, 'reset_read_history');
      assert.equal(raw.isError, true);
      assert.match(await comment(client), /Nothing may be written.*\n.*another connection/s);
    }
    const client = await project.open(writing);
    const { text } = await callTool(client, 'reset_read_history', { permit: true });
    assert.match(text, /refused/);
  });
});
