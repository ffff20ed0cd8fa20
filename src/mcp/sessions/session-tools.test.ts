// What a client gets of the tools of sessions, over the protocol, with sessions that have no process.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListToolsResult } from '@modelcontextprotocol/server';
import { type Called, connect, openMemoryService } from '../connection.test-support.js';

describe('the tools', () => {
  it('are described within what clients show, with schemas and what they may do', async () => {
    const { tools } = await (await connect()).ask<ListToolsResult>('tools/list');
    assert.deepEqual(
      tools.map(({ name }) => name),
      [
        'run_python',
        'create_session',
        'list_sessions',
        'fork_session',
        'interrupt_session',
        'close_session',
        'list_session_files',
        'read_session_file',
        'delete_session_file',
      ],
    );
    for (const { description = '', inputSchema, outputSchema, annotations } of tools) {
      assert.ok(Buffer.byteLength(description) < 2048);
      assert.equal(inputSchema['additionalProperties'], false);
      assert.equal(outputSchema?.['type'], 'object');
      assert.equal(annotations?.openWorldHint, false);
    }
  });

  it('keep variables from call to call, and say that they do', async () => {
    const client = await connect();
    const id = await client.create();
    const first = await client.call('run_python', { code: 'x = 1', session_id: id });
    assert.match(first.text, new RegExp(`The session ${id} lives on`));
    const { fields } = await client.call('run_python', { code: 'x', session_id: id });
    assert.deepEqual([fields['value'], fields['session']], ['1', { id, alive: true }]);
    const alone = await client.call('run_python', { code: 'x' });
    assert.equal(alone.fields['session'], null);
  });

  it('copy a session', async () => {
    const client = await connect();
    const id = await client.create();
    await client.call('run_python', { code: 'x = 1', session_id: id });
    const { fields, text } = await client.call('fork_session', { session_id: id });
    const copy = fields['session'] as { session_id: string; forked_from: string };
    assert.equal(copy.forked_from, id);
    assert.match(text, new RegExp(`^The session ${copy.session_id} is a copy of ${id}`));
    assert.equal(
      (await client.call('run_python', { code: 'x', session_id: copy.session_id })).fields['value'],
      '1',
    );
  });

  it('say what was closed to make room, then and when it is asked for', async () => {
    const client = await connect(openMemoryService(1));
    const first = await client.create();
    const { text, fields } = await client.call('create_session');
    const reason = 'it was closed to make room for another';
    assert.deepEqual(fields['ended'], [{ session_id: first, reason }]);
    assert.ok(text.includes(`The session ${first} is gone: ${reason}.`), text);
    const late = await client.call('run_python', { code: 'x', session_id: first });
    assert.equal(late.fields['status'], 'refused');
    assert.ok(late.text.includes(reason), late.text);
    const listed = await client.call('list_sessions');
    assert.ok(listed.text.includes(reason), listed.text);
  });

  it('list, interrupt and close', async () => {
    const client = await connect();
    assert.match((await client.call('list_sessions')).text, /^There is no session/);
    const id = await client.create();
    assert.equal((await client.call('interrupt_session', { session_id: id })).fields['was'], 'idle');
    const hanging = client.call('run_python', { code: 'hang', session_id: id });
    assert.match((await client.call('list_sessions')).text, new RegExp(`- ${id}: busy`));
    assert.equal((await client.call('interrupt_session', { session_id: id })).fields['was'], 'busy');
    assert.equal((await hanging).fields['status'], 'raised');
    assert.match((await client.call('close_session', { session_id: id })).text, /nothing of it is left/);
    assert.deepEqual((await client.call('list_sessions')).fields['sessions'], []);
  });

  it('show the files of a session in parts that can be put together', async () => {
    const client = await connect();
    const id = await client.create();
    const text = 'é'.repeat(15_000);
    const files = [
      { path: 'a.txt', content: text },
      { path: 'b.bin', content: 'AP8=', encoding: 'base64' },
    ];
    await client.call('run_python', { code: 'x = 1', session_id: id, files });
    const listed = await client.call('list_session_files', { session_id: id });
    assert.deepEqual(listed.fields['files'], [
      { path: 'a.txt', size: 30_000 },
      { path: 'b.bin', size: 2 },
    ]);
    let read = '';
    for (let offset: number | null = 0; offset !== null;) {
      const path = 'a.txt';
      const part: Called = await client.call('read_session_file', {
        session_id: id,
        path,
        offset,
        length: 7_001,
      });
      read += part.fields['content'] as string;
      offset = part.fields['next_offset'] as number | null;
    }
    assert.equal(read, text);
    const binary = await client.call('read_session_file', { session_id: id, path: 'b.bin' });
    assert.equal(binary.fields['delivery'], 'resource');
    assert.equal(binary.raw.content[1]?.type, 'resource');
    await client.call('delete_session_file', { session_id: id, path: 'b.bin' });
    const gone = await client.call('read_session_file', { session_id: id, path: 'b.bin' });
    assert.deepEqual(
      [gone.raw.isError, gone.fields['status'], gone.fields['content']],
      [true, 'refused', null],
    );
  });

  it('show one connection nothing of another, in the words for what is not there', async () => {
    const service = openMemoryService();
    const [one, other] = [await connect(service), await connect(service)];
    const id = await one.create();
    assert.deepEqual((await other.call('list_sessions')).fields['sessions'], []);
    const foreign = await other.call('run_python', { code: 'x', session_id: id });
    const unknown = await other.call('run_python', { code: 'x', session_id: 's99' });
    assert.equal(foreign.text.replaceAll(id, 'ID'), unknown.text.replaceAll('s99', 'ID'));
  });

  it('refuse arguments that do not fit, with what would', async () => {
    const client = await connect();
    for (const [name, args] of [
      ['create_session', { environment: 'data' }],
      ['fork_session', {}],
      ['close_session', { session_id: 5 }],
      ['read_session_file', { session_id: 's1', path: 'a', length: 0 }],
      ['list_sessions', { all: true }],
      ['create_session', { env: '../x' }],
    ] as const) {
      const { raw, fields } = await client.call(name, args);
      assert.deepEqual([raw.isError, fields['status']], [true, 'refused'], name);
      assert.notEqual(fields['hint'] ?? '', '');
    }
  });
});
