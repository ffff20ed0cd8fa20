// Whoever subscribes to a file of the workspace is told of its changes, by whichever door they came, and of nothing else.
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { eras, type ServedClient, withClient } from '../support/mcp-client.js';
import { openServedGateway } from '../support/served-gateway.js';
import { ToldChanges, uriOf } from '../support/told-changes.js';
import { makeFolder } from '../support/workspace.js';

async function makeSession({ call }: ServedClient): Promise<string> {
  const { fields } = await call('create_session');
  const { session_id: id } = fields['session'] as { readonly session_id: string };
  assert.match(id, /\w/);
  return id;
}

/** Calls that are not refused. */
function toDone({ call }: ServedClient): ServedClient['call'] {
  return async (name, args) => {
    const result = await call(name, args);
    assert.equal(result.fields['status'], 'done', result.text);
    return result;
  };
}

for (const era of eras)
  describe(`changes of the workspace, protocol ${era}`, () => {
    it('are told by whichever door they come, and what came or went with the list', async () => {
      const folder = makeFolder({ 'a.txt': 'one\n', 'b.txt': 'two\n', 'sub/c.txt': 'three\n' });
      await withClient(era, ['--workspace', folder, '--writable'], async (served) => {
        const told = new ToldChanges(served.client, era);
        await told.subscribe('a.txt', 'b.txt', 'sub/c.txt', 'new.txt');
        const call = toDone(served);
        const run = async (...args: Parameters<typeof served.run>): Promise<void> => {
          const { structured, text } = await served.run(...args);
          assert.equal(structured.status, 'completed', text);
        };
        await told.after(() => call('write_file', { path: 'a.txt', content: 'ONE\n' }), 'a.txt');
        const edits = [{ oldText: 'ONE', newText: 'two' }];
        await told.after(() => call('edit_file', { path: 'a.txt', edits }), 'a.txt');
        await told.after(() => call('undo_change'), 'a.txt');
        await told.after(
          () => call('move_file', { source: 'b.txt', destination: 'new.txt' }),
          'b.txt',
          'new.txt',
          'list',
        );
        await told.after(() => run('open("/workspace/sub/c.txt", "a").write("more")'), 'sub/c.txt');
        await told.after(() => run('import os; os.remove("/workspace/new.txt")'), 'new.txt', 'list');
        const session_id = await makeSession(served);
        await told.after(
          () => run('open("/workspace/b.txt", "w").write("b")', { session_id }),
          'b.txt',
          'list',
        );
        await told.after(() => {
          writeFileSync(join(folder, 'a.txt'), 'by another program');
        }, 'a.txt');
        await told.after(() => {
          renameSync(join(folder, 'sub'), join(folder, 'away'));
        }, 'sub/c.txt');
        await told.after(() => {
          mkdirSync(join(folder, 'sub'));
          writeFileSync(join(folder, 'sub/c.txt'), 'another');
        }, 'sub/c.txt');
        await told.after(
          () => {
            rmSync(join(folder, 'a.txt'));
          },
          'a.txt',
          'list',
        );
      });
    });

    it('are not told of what is masked, of what nobody subscribed to, nor after a subscription has ended', async () => {
      const folder = makeFolder({ '.env': 'A=1', 'a.txt': '', 'b.txt': '', 'c.txt': '' });
      await withClient(era, ['--workspace', folder, '--writable'], async (served) => {
        const told = new ToldChanges(served.client, era);
        const end = await told.subscribe('b.txt');
        await told.subscribe('a.txt', '.env');
        await end();
        const seen = await told.after(async () => {
          writeFileSync(join(folder, '.env'), 'A=2');
          writeFileSync(join(folder, 'b.txt'), 'x');
          await served.call('write_file', { path: 'c.txt', content: 'x' });
          await served.run('open("/workspace/b.txt", "a").write("y")');
          await served.call('write_file', { path: 'a.txt', content: 'x' });
        }, 'a.txt');
        assert.deepEqual(new Set(seen.filter((one) => one !== 'list')), new Set([uriOf('a.txt')]));
      });
    });

    it('of what was listed are told as the list', async () => {
      const folder = makeFolder({ 'a.txt': '', 'sub/b.txt': '' });
      await withClient(era, ['--workspace', folder, '--writable'], async (served) => {
        const told = new ToldChanges(served.client, era);
        await told.subscribe('nothing.txt');
        await served.client.listResources();
        await told.after(() => served.run('open("/workspace/sub/new.txt", "w").write("")'), 'list');
        await told.after(() => {
          rmSync(join(folder, 'sub/b.txt'));
        }, 'list');
      });
    });

    it('by one caller are told to the other, and nothing of its own files', async () => {
      const folder = makeFolder({ 'a.txt': '' });
      const gateway = await openServedGateway(['--no-socket', '--workspace', folder, '--writable']);
      try {
        const scopes = ['--scope', 'python,files'];
        const [one, other] = await Promise.all(
          ['one', 'other'].map(async (name) =>
            gateway.connect(era, { token: await gateway.makeToken(name, ...scopes) }),
          ),
        );
        assert.ok(one !== undefined && other !== undefined);
        const told = new ToldChanges(other, era);
        await told.subscribe('a.txt');
        const code =
          'open("own.bin", "wb").write(bytes(700_000))\nopen("/workspace/a.txt", "w").write("x")\nNone';
        const seen = await told.after(
          () => one.callTool({ name: 'run_python', arguments: { code } }),
          'a.txt',
        );
        assert.deepEqual(
          seen.filter((uri) => uri !== 'list'),
          [uriOf('a.txt')],
        );
      } finally {
        await gateway.stop();
      }
    });
  });

alsoAsOrdinaryUser(import.meta.url);
