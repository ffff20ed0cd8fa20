// That the code service is there where nobody chooses services, and costs nothing until it is asked.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serverName } from '../support/code-client.js';
import { namedProcessesOf } from '../support/host-processes.js';
import { openClient, type ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

const toolsOfCode = ['find_symbol', 'symbols', 'hover', 'references', 'diagnostics', 'rename', 'lint'];

async function toolsOf(served: ServedClient): Promise<readonly string[]> {
  return (await served.client.listTools()).tools.map(({ name }) => name);
}

describe('a gateway whose services nobody has chosen', () => {
  it('understands the code of its workspace, by a server that starts with the first question', async () => {
    const served = await openClient('2025-11-25', ['--workspace', makeFolder({ 'a.py': 'value = 1\n' })]);
    try {
      const tools = await toolsOf(served);
      assert.deepEqual(
        [...toolsOfCode, 'run_python', 'read_text_file'].filter((name) => !tools.includes(name)),
        [],
      );
      await served.run('1');
      assert.deepEqual(namedProcessesOf(served.pid, serverName), []);
      assert.match((await served.call('symbols', { path: 'a.py' })).text, /value/);
      assert.equal(namedProcessesOf(served.pid, serverName).length, 1);
    } finally {
      await served.close();
    }
  });

  it('has no tools for code where there is no workspace', async () => {
    const served = await openClient('2025-11-25');
    try {
      const tools = await toolsOf(served);
      assert.deepEqual(
        toolsOfCode.filter((name) => tools.includes(name)),
        [],
      );
    } finally {
      await served.close();
    }
  });
});
