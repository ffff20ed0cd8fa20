// The MCP Inspector, which others wrote, lists and calls every tool of the shipped server: over stdio and over HTTP with a token,
// in both eras of the protocol.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { toPythonMcpService } from '../../src/mcp/python-mcp-service.js';
import type { PythonService } from '../../src/services/python/python-service.js';
import { commandLine } from '../support/command-line.js';
import { eras } from '../support/mcp-client.js';
import { assertFields, creation, everyTool, type Fields, type Step, withoutSession } from './every-tool.js';
import { Inspector, type Target } from './support/inspector.js';
import { toolsOrThrow } from './support/installed-tools.js';
import { openPython } from './support/open-python.js';
import { type Served, serveOverHttp } from './support/served.js';

const everyName = [...new Set(everyTool.map(({ tool }) => tool))].sort();
const stdio: Target = ['--transport', 'stdio', '--', process.execPath, commandLine, 'stdio'];

const namesOf = (result: Fields): string[] =>
  (result['tools'] as readonly { name: string }[]).map(({ name }) => name).sort();

const inSession = everyTool.filter((step) => !withoutSession.includes(step) && step.tool !== 'run_python');

const structuredOf = (result: Fields): Fields => result['structuredContent'] as Fields;

let inspector: Inspector;
before(() => {
  inspector = new Inspector(toolsOrThrow());
});
after(() => {
  inspector.remove();
});

for (const era of eras) {
  describe(`over HTTP, ${era}`, () => {
    let python: PythonService;
    let served: Served;
    let target: Target = [];

    before(async () => {
      python = openPython();
      served = await serveOverHttp([toPythonMcpService(python)]);
      const header = `Authorization: Bearer ${served.token}`;
      target = ['--transport', 'http', '--server-url', served.url, '--header', header];
    });

    after(async () => {
      await served.close();
      await python.close();
    });

    it('lists every tool, the resources and the prompts', async () => {
      await assertLists(async (method) => (await inspector.ask(era, target, method)).result);
    });

    it('calls every tool, each over a connection of its own', async () => {
      let id = '';
      for (const step of everyTool) {
        const { result, exitCode } = await inspector.call(era, target, step.tool, step.args(id));
        assertFields(step, structuredOf(result));
        assert.equal(exitCode, 0);
        if (step === creation) id = sessionOf(result);
      }
    });

    it('is not let in with another token', async () => {
      const stranger = target.map((word) => (word.startsWith('Authorization') ? `${word}x` : word));
      await assert.rejects(inspector.ask(era, stranger, 'tools/list'), /401|auth/i);
    });
  });

  describe(`over stdio, ${era}`, () => {
    it('lists every tool', async () => {
      assert.deepEqual(namesOf((await inspector.ask(era, stdio, 'tools/list')).result), everyName);
    });

    it('lists and calls everything over a connection that is kept, and all of it goes with it', async () => {
      try {
        assert.equal(await inspector.keep(era, stdio), era === '2026-07-28' ? 'modern' : 'legacy');
        await assertLists((method) => inspector.askKept(method));
        let id = '';
        for (const step of everyTool) {
          const result = await inspector.askKept('tools/call', [step.tool, JSON.stringify(step.args(id))]);
          assertFields(step, structuredOf(result));
          if (step === creation) id = sessionOf(result);
        }
      } finally {
        await inspector.stopKeeping();
      }
    });

    it('calls every tool, each over a connection of its own, which has no session of another', async () => {
      const call = async (step: Step): Promise<Fields> =>
        (await inspector.call(era, stdio, step.tool, step.args('s0'))).result;
      for (const step of withoutSession) assertFields(step, structuredOf(await call(step)));
      for (const result of await Promise.all(inSession.map(call)))
        assert.equal(structuredOf(result)['status'], 'refused', JSON.stringify(result));
    });
  });
}

async function assertLists(ask: (method: string) => Promise<Fields>): Promise<void> {
  assert.deepEqual(namesOf(await ask('tools/list')), everyName);
  for (const [method, name] of [
    ['resources/list', 'resources'],
    ['resources/templates/list', 'resourceTemplates'],
    ['prompts/list', 'prompts'],
  ] as const) {
    const listed = await ask(method);
    assert.ok(Array.isArray(listed[name]), JSON.stringify(listed));
  }
}

function sessionOf(result: Fields): string {
  return (structuredOf(result)['session'] as { session_id: string }).session_id;
}
