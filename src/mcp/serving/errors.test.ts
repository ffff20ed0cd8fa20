// What a client does wrongly is answered with the protocol's code and with words that help, in both eras.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallToolResult, ListToolsResult } from '@modelcontextprotocol/server';
import { connect, openMemoryService } from '../connection.test-support.js';

const wrong: readonly {
  readonly method: string;
  readonly params?: object;
  readonly code: number;
  readonly says: RegExp;
}[] = [
  { method: 'no/such', code: -32601, says: /Method not found/ },
  { method: 'tools/call', code: -32602, says: /name/ },
  { method: 'tools/call', params: { name: 5 }, code: -32602, says: /expected string/ },
  { method: 'tools/call', params: { name: 'run_python', arguments: 'x' }, code: -32602, says: /arguments/ },
  { method: 'tools/call', params: { name: 'run_pythn' }, code: -32602, says: /did you mean run_python\?/ },
  { method: 'tools/call', params: { name: 'sing' }, code: -32602, says: /tools\/list shows/ },
  { method: 'tools/call', params: { name: '__proto__' }, code: -32602, says: /there is no tool/ },
  { method: 'tools/list', params: { cursor: 'x' }, code: -32602, says: /leave it out/ },
  { method: 'tools/list', params: { cursor: 5 }, code: -32602, says: /cursor: .*string/ },
  { method: 'prompts/list', params: { cursor: 'x' }, code: -32602, says: /leave it out/ },
  { method: 'prompts/get', code: -32602, says: /name: .*string/ },
  { method: 'prompts/get', params: { name: 'explain' }, code: -32602, says: /there is no prompt "explain"/ },
  {
    method: 'prompts/get',
    params: { name: 'explain_error', arguments: { code: 5 } },
    code: -32602,
    says: /arguments\.code: .*string/,
  },
  { method: 'resources/list', params: { cursor: 'x' }, code: -32602, says: /leave it out/ },
  { method: 'resources/list', params: { cursor: 'ZmlsZTovLy8' }, code: -32602, says: /leave it out/ },
  { method: 'resources/templates/list', params: { cursor: 'x' }, code: -32602, says: /leave it out/ },
  { method: 'resources/read', code: -32602, says: /uri: .*string/ },
  { method: 'resources/read', params: { uri: 'file:///x' }, code: -32602, says: /resources\/list/ },
  { method: 'resources/read', params: { uri: 'pymcp://sessions/s9/a' }, code: -32602, says: /no session s9/ },
  { method: 'completion/complete', code: -32602, says: /ref: / },
  {
    method: 'completion/complete',
    params: { ref: { type: 'ref/prompt', name: 'plot_data' }, argument: { name: 'sorce', value: '' } },
    code: -32602,
    says: /did you mean source\?/,
  },
  {
    method: 'completion/complete',
    params: { ref: { type: 'ref/resource', uri: 'pymcp://x' }, argument: { name: 'a', value: '' } },
    code: -32602,
    says: /resources\/templates\/list/,
  },
];

for (const era of ['2025-11-25', '2026-07-28'] as const) {
  describe(`a wrong request, protocol ${era}`, () => {
    for (const { method, params, code, says } of wrong) {
      it(`is answered: ${method} ${JSON.stringify(params ?? {}).slice(0, 70)}`, async () => {
        const client = await connect(openMemoryService(), era);
        const error = await client.askWrongly(method, params);
        assert.equal(error.code, code, error.message);
        assert.match(error.message, says);
        assert.ok(error.message.length < 1000);
      });
    }

    it('leaves arguments that do not fit to the tool, whose answer the model can mend', async () => {
      const client = await connect(openMemoryService(), era);
      for (const args of [{ code: 5 }, { cod: '1' }, {}]) {
        const { isError, content } = await client.ask<CallToolResult>('tools/call', {
          name: 'run_python',
          arguments: args,
        });
        assert.equal(isError, true);
        assert.match(
          content[0]?.type === 'text' ? content[0].text : '',
          /^Status: refused\..*\nHint: give code/,
        );
      }
    });
  });
}

describe('the list of tools', () => {
  it('costs a model few tokens', async () => {
    const list = await (await connect()).ask<ListToolsResult>('tools/list');
    const read = list.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    assert.ok(JSON.stringify(read).length < 8_000, `${JSON.stringify(read).length}`);
    assert.ok(JSON.stringify(list).length < 22_000, `${JSON.stringify(list).length}`);
    for (const { title, description = '', annotations, inputSchema, outputSchema } of list.tools) {
      assert.ok(title !== undefined && description.length < 2_048);
      assert.equal(typeof annotations?.readOnlyHint, 'boolean');
      assert.doesNotMatch(JSON.stringify([inputSchema, outputSchema]), /9007199254740991|\$schema/);
      for (const property of Object.values(inputSchema.properties ?? {}))
        assert.ok('description' in (property as object), title);
    }
  });
});
