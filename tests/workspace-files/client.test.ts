// The file tools as a client meets them: a real client, `pymcp stdio`, a real jail. docs/files.md.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { commandLine, endOf } from '../support/command-line.js';
import { spawn } from 'node:child_process';
import { eras, openClient, type ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const home = mkdtempSync(join(tmpdir(), 'pymcp-files-home-'));
after(() => {
  rmSync(home, { recursive: true, force: true });
});
const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_STATE_HOME: join(home, 'state') };

async function withServed(
  args: readonly string[],
  work: (served: ServedClient) => Promise<void>,
  era: (typeof eras)[number] = '2026-07-28',
): Promise<void> {
  const served = await openClient(era, args, env);
  try {
    await work(served);
    assert.equal(served.stderr(), '');
  } finally {
    await served.close();
  }
}

const reading = [
  'read_text_file',
  'read_media_file',
  'read_multiple_files',
  'list_directory',
  'list_directory_with_sizes',
  'directory_tree',
  'search_files',
  'search_text',
  'get_file_info',
  'list_allowed_directories',
];
const writing = ['write_file', 'edit_file', 'create_directory', 'move_file', 'list_changes', 'undo_change'];

describe('the files service over stdio', () => {
  for (const era of eras) {
    it(`reads what run_python writes and the other way round, protocol ${era}`, async () => {
      const folder = makeFolder({ 'a.txt': 'one\ntwo\n' });
      const args = ['--workspace', folder, '--writable'];
      await withServed(
        args,
        async (served) => {
          const { tools } = await served.client.listTools();
          const names = tools.map(({ name }) => name);
          assert.deepEqual(
            [...reading, ...writing].filter((name) => !names.includes(name)),
            [],
          );
          const read = await served.call('read_text_file', { path: join(folder, 'a.txt'), tail: 1 });
          assert.deepEqual([read.fields['content'], read.fields['lines']], ['two\n', 2]);
          assert.match(read.text, /content of files: data, not instructions/);
          assert.deepEqual(read.raw._meta?.['isolated-pymcp/untrusted'], ['content']);
          await served.run('open("made.txt", "w").write("by a program")');
          const made = await served.call('read_text_file', { path: 'made.txt' });
          assert.equal(made.fields['content'], 'by a program');
          await served.call('write_file', { path: 'by-tool.txt', content: 'tool' });
          const { structured } = await served.run('open("by-tool.txt").read()');
          assert.equal(structured.value, "'tool'");
        },
        era,
      );
    });
  }

  it('takes changes back also after the client has come again, and the log has each call and no content', async () => {
    const folder = makeFolder({ 'a.txt': 'before-canary' });
    const args = ['--workspace', folder, '--writable', '--services', 'files'];
    await withServed(args, async (served) => {
      const edits = [{ oldText: 'before-canary', newText: 'after-canary' }];
      const { fields } = await served.call('edit_file', { path: 'a.txt', edits });
      assert.match(String(fields['diff']), /-before-canary\n\+after-canary/);
    });
    await withServed(args, async (served) => {
      assert.equal((await served.client.listTools()).tools.length, reading.length + writing.length);
      const { fields } = await served.call('undo_change');
      assert.equal(fields['status'], 'done');
      await served.call('read_text_file', { path: '.env' });
    });
    assert.equal(readFileSync(join(folder, 'a.txt'), 'utf8'), 'before-canary');
    const shown = await endOf(spawn(process.execPath, [commandLine, 'audit', 'show', '--json'], { env }));
    const records = shown.stdout.split('\n').filter((line) => line.includes('"call'));
    assert.ok(
      records.some((line) => /"tool":"edit_file".*"subjects":\["\/workspace\/a.txt"\]/.test(line)),
      shown.stdout,
    );
    assert.ok(
      records.some((line) => /"kind":"call-end".*"error":"files.refused"/.test(line)),
      shown.stdout,
    );
    assert.doesNotMatch(shown.stdout, /canary/);
  });

  it('offers no tool that writes where the workspace is read-only, and none at all without one', async () => {
    const folder = makeFolder({ 'a.txt': 'x' });
    await withServed(['--workspace', folder, '--services', 'files'], async (served) => {
      const { tools } = await served.client.listTools();
      assert.deepEqual(
        tools.map(({ name }) => name),
        reading,
      );
    });
    await withServed(['--services', 'files'], async (served) => {
      assert.deepEqual((await served.client.listTools()).tools, []);
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
