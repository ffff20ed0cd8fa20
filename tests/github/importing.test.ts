// Proves: path.contained, path.protected. A repository that others fill is brought into the workspace, and nothing of it lands anywhere else,
// under a protected name, or over what is there.
import assert from 'node:assert/strict';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import { FakeGitHub } from '../support/fake-github.js';
import type { FakeRepository } from '../support/fake-repository.js';
import { GitHubDescription } from '../support/github-description.js';
import { callTool, GitHubProject } from '../support/github-project.js';
import type { ToolResult } from '../support/mcp-client.js';

const writable = ['--workspace', '.', '--writable', '--github-repositories', 'octo/*'];
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
});
afterEach(async () => {
  await project.remove();
  await github.close();
  assert.deepEqual(github.problems, []);
});

const at = (path: string): string => join(project.folder, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');

async function bring(args: object = {}, more: readonly string[] = writable): Promise<ToolResult> {
  const client = await project.open(more);
  return callTool(client, 'import_to_workspace', { owner: 'octo', repo: 'hello', ...args });
}

const leftOut = ({ fields }: ToolResult): Record<string, string> =>
  Object.fromEntries(
    (fields['left_out'] as { path: string; why: string }[]).map(({ path, why }) => [path, why]),
  );

describe('import_to_workspace', () => {
  it('brings the tree, and leaves out what is no plain file or protected', async () => {
    repository.addFile('README.md', 'hello');
    repository.addFile('src/deep/er/a.py', 'print(1)', '100755');
    repository.addFile('empty', '');
    repository.addFile('bytes.bin', Buffer.from([0, 255, 10]));
    repository.addFile('link', '/etc/passwd', '120000');
    repository.addFile('module', '', '160000');
    for (const path of [
      '.env',
      'a/.ENV.local',
      'id_rsa',
      '.git/hooks/post-checkout',
      '.GitHub/workflows/x.yml',
    ])
      repository.addFile(path, 'bad');
    for (const path of ['.vscode/tasks.json', 'CLAUDE.md', '.mcp.json', 'x/.envrc'])
      repository.addFile(path, 'bad');
    const brought = await bring();
    assert.equal(brought.fields['status'], 'done', brought.text);
    assert.deepEqual([brought.fields['files'], brought.fields['destination']], [4, 'hello']);
    assert.deepEqual(
      [read('hello/README.md'), read('hello/src/deep/er/a.py'), read('hello/empty')],
      ['hello', 'print(1)', ''],
    );
    assert.deepEqual(readFileSync(at('hello/bytes.bin')), Buffer.from([0, 255, 10]));
    assert.deepEqual(readdirSync(at('hello')).sort(), ['README.md', 'bytes.bin', 'empty', 'src']);
    const left = leftOut(brought);
    assert.equal(Object.keys(left).length, 11);
    assert.deepEqual([left['link'], left['module']], ['is a symbolic link', 'is a submodule']);
    assert.match(left['.env'] ?? '', /protected/);
    assert.ok(!existsSync(at('hello/.env')));
  });

  it('brings a part, to where it is wanted', async () => {
    repository.addFile('src/a.py', '1');
    repository.addFile('src2/b.py', '2');
    const brought = await bring({ path: 'src', destination: 'lib/x' });
    assert.equal(brought.fields['files'], 1, brought.text);
    assert.deepEqual([read('lib/x/a.py'), readdirSync(at('lib/x'))], ['1', ['a.py']]);
    assert.equal((await bring({ path: 'src/a.py', destination: '.' })).fields['files'], 1);
    assert.equal(read('a.py'), '1');
    assert.match((await bring({ path: 'nowhere' })).text, /no file at this path/);
  });

  it('goes nowhere else, whatever the tree and the workspace have', async () => {
    const outside = join(project.home, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'kept'), 'kept');
    symlinkSync(outside, at('linked'));
    symlinkSync(join(outside, 'kept'), at('direct'));
    linkSync(join(outside, 'kept'), at('second'));
    for (const path of [
      '../up',
      'a/../../up',
      '/abs',
      'linked/new',
      'direct',
      'second',
      'a\\b',
      'a//b',
      'ok',
    ])
      repository.addFile(path, 'evil');
    const brought = await bring({ destination: '', overwrite: true });
    assert.equal(brought.fields['status'], 'done', brought.text);
    assert.deepEqual(readdirSync(outside), ['kept']);
    assert.equal(readFileSync(join(outside, 'kept'), 'utf8'), 'kept');
    for (const path of ['up', 'abs', 'new', 'x']) assert.ok(!existsSync(join(project.home, path)), path);
    assert.deepEqual([read('second'), read('direct'), read('ok')], ['evil', 'evil', 'evil']);
    const left = leftOut(brought);
    assert.equal(left['linked/new'], 'lies below what is no folder, or a link');
    assert.deepEqual(Object.keys(left).sort(), ['../up', '/abs', 'a/../../up', 'a//b', 'a\\b', 'linked/new']);
    for (const destination of ['../x', '/../x', 'a/.git', '.env', 'linked\\x', 'a/../..'])
      assert.equal((await bring({ destination })).fields['status'], 'refused', destination);
  });

  it('overwrites nothing unless it is asked to', async () => {
    mkdirSync(at('hello/folder'), { recursive: true });
    writeFileSync(at('hello/a'), 'mine');
    repository.addFile('a', 'theirs');
    repository.addFile('folder', 'theirs');
    const first = await bring();
    assert.deepEqual(leftOut(first), { a: 'is there already', folder: 'is there already' });
    assert.equal(read('hello/a'), 'mine');
    const second = await bring({ overwrite: true });
    assert.deepEqual(leftOut(second), { folder: 'is a folder there' });
    assert.equal(read('hello/a'), 'theirs');
    assert.deepEqual(readdirSync(at('hello')).sort(), ['a', 'folder']);
  });

  it('takes no more than it should, and says so before it fetches', async () => {
    for (let index = 0; index < 501; index += 1) repository.addFile(`f/${index}`, String(index));
    assert.match((await bring()).text, /501 files .* more than 500 files/);
    repository.files.clear();
    repository.addFile('large', Buffer.alloc(5 * 1024 * 1024 + 1));
    repository.addFile('small', 'x');
    const brought = await bring();
    assert.deepEqual(
      [brought.fields['files'], leftOut(brought)['large']],
      [1, 'has more than 5242880 bytes'],
    );
  });

  it('writes nothing where something did not come as it should', async () => {
    repository.addFile('a', 'one');
    repository.addFile('b', 'two');
    github.fault = ({ path }) =>
      path.includes('/git/blobs/')
        ? { status: 200, body: { content: Buffer.from('six').toString('base64'), encoding: 'base64' } }
        : null;
    assert.match((await bring()).text, /did not come as the repository has it/);
    assert.ok(!existsSync(at('hello')));
  });

  it('is there only where a workspace may be written to, and counts as reading', async () => {
    for (const args of [[], ['--workspace', '.']]) {
      const client = await project.open([...args, '--github-repositories', 'octo/*']);
      const { tools } = await client.listTools();
      assert.ok(!tools.some(({ name }) => name === 'import_to_workspace'));
    }
    github.add('octo/hidden', 'private').addFile('a', 'x');
    repository.addItem('first', '');
    const client = await project.open([...writable, '--github-write']);
    await callTool(client, 'import_to_workspace', { owner: 'octo', repo: 'hidden' });
    const said = { owner: 'octo', repo: 'hello', issue_number: 1, body: 'hi' };
    assert.match((await callTool(client, 'add_issue_comment', said)).text, /Nothing may be written/);
  });

  it('says that a repository is empty', async () => {
    assert.match((await bring()).text, /empty/);
  });
});
