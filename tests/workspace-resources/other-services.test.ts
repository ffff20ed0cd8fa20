// Changes of the workspace that other services make are told like those of the file tools.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeGitHub } from '../support/fake-github.js';
import { GitHubDescription } from '../support/github-description.js';
import { callTool, GitHubProject } from '../support/github-project.js';
import { openClient } from '../support/mcp-client.js';
import { ToldChanges } from '../support/told-changes.js';
import { makeFolder } from '../support/workspace.js';

describe('changes of the workspace', () => {
  it('that code intelligence makes are told of each file', async () => {
    const folder = makeFolder({ 'a.py': 'def old():\n    return 1\n', 'b.py': 'from a import old\nold()\n' });
    const args = ['--services', 'files,code', '--workspace', folder, '--writable'];
    const served = await openClient('2025-11-25', args);
    const call = async (name: string, given = {}): Promise<void> => {
      const { fields, text } = await served.call(name, given);
      assert.equal(fields['status'], 'done', text);
    };
    try {
      const told = new ToldChanges(served.client, '2025-11-25');
      await told.subscribe('a.py', 'b.py');
      const rename = { symbol: 'old', new_name: 'fresh', apply: true };
      await told.after(() => call('rename', rename), 'a.py', 'b.py');
      await told.after(() => call('undo_change'), 'a.py', 'b.py');
    } finally {
      await served.close();
    }
  });

  it('that an import from GitHub makes are told', async () => {
    const github = await FakeGitHub.open(new GitHubDescription());
    const project = new GitHubProject(github);
    try {
      github.add('octo/hello').addFile('src/a.py', 'print(1)');
      const args = ['--services', 'files,github', '--workspace', '.', '--writable'];
      const client = await project.open([...args, '--github-repositories', 'octo/*'], { era: '2025-11-25' });
      const told = new ToldChanges(client, '2025-11-25');
      await told.subscribe('hello/src/a.py');
      const wanted = { owner: 'octo', repo: 'hello' };
      await told.after(() => callTool(client, 'import_to_workspace', wanted), 'hello/src/a.py', 'list');
    } finally {
      await project.remove();
      await github.close();
    }
  });
});
