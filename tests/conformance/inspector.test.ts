// The MCP Inspector, which others wrote, lists everything of the shipped server, calls every tool and asks for every prompt:
// over stdio and over HTTP with a token, in both eras of the protocol.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { commandLine } from '../support/command-line.js';
import { type Era, eras } from '../support/mcp-client.js';
import { openServedGateway, type ServedGateway } from '../support/served-gateway.js';
import { everyPrompt, textOf } from './every-prompt.js';
import { assertFields, creation, everyTool, type Fields, type Step } from './every-tool.js';
import { Inspector, type Target } from './support/inspector.js';
import { toolsOrThrow } from './support/installed-tools.js';

const stdio: Target = ['--transport', 'stdio', '--', process.execPath, commandLine, 'stdio'];

const structuredOf = (result: Fields): Fields => result['structuredContent'] as Fields;

let inspector: Inspector;
let gateway: ServedGateway;
let http: Target = [];
before(async () => {
  inspector = new Inspector(toolsOrThrow());
  gateway = await openServedGateway();
  const header = `Authorization: Bearer ${gateway.token}`;
  http = ['--transport', 'http', `${gateway.url}/mcp`, '--header', header];
});
after(async () => {
  await gateway.stop();
  inspector.remove();
});

for (const era of eras) {
  for (const [name, target] of [
    ['HTTP', () => http],
    ['stdio', () => stdio],
  ] as const)
    it(`lists and calls everything over ${name}, ${era}, on a connection that is kept`, async () => {
      try {
        assert.equal(await inspector.keep(era, target()), era === '2026-07-28' ? 'modern' : 'legacy');
        await useEverything();
      } finally {
        await inspector.stopKeeping();
      }
    });

  describe(`on a connection for each call, ${era}`, () => {
    it('lists and calls over HTTP, with a session that is there in the next call', async () => {
      assertNames((await inspector.ask(era, http, 'tools/list')).result, 'tools', toolNames);
      let id = '';
      for (const step of everyTool.slice(0, 3)) {
        const { result } = await call(era, http, step, id);
        assertFields(step, structuredOf(result));
        if (step === creation) id = sessionOf(result);
      }
    });

    it('is not let in over HTTP with another token', async () => {
      const stranger = http.map((word) => (word.startsWith('Authorization') ? `${word}x` : word));
      await assert.rejects(inspector.ask(era, stranger, 'tools/list'), /401|auth/i);
    });

    it('lists and calls over stdio, without a session of another connection', async () => {
      assertNames((await inspector.ask(era, stdio, 'tools/list')).result, 'tools', toolNames);
      const [alone, , named] = everyTool;
      assert.ok(alone !== undefined && named !== undefined);
      assertFields(alone, structuredOf((await call(era, stdio, alone, '')).result));
      const { result } = await call(era, stdio, named, 's0');
      assert.equal(structuredOf(result)['status'], 'refused', JSON.stringify(result));
    });
  });
}

const toolNames = [...new Set(everyTool.map(({ tool }) => tool))];

/** Over the connection that is kept. */
async function useEverything(): Promise<void> {
  assertNames(await inspector.askKept('tools/list'), 'tools', toolNames);
  const promptNames = everyPrompt.map(({ prompt }) => prompt);
  assertNames(await inspector.askKept('prompts/list'), 'prompts', promptNames);
  const templates = await inspector.askKept('resources/templates/list');
  assertNames(templates, 'resourceTemplates', ['analysis', 'audit-records', 'result', 'session-file']);
  let id = '';
  for (const step of everyTool) {
    const result = await inspector.askKept('tools/call', [step.tool, JSON.stringify(step.args(id))]);
    assertFields(step, structuredOf(result));
    if (step === creation) id = sessionOf(result);
    if (step.tool === 'list_session_files') await useFileOf(id);
  }
}

/** While the session has its file. */
async function useFileOf(id: string): Promise<void> {
  const uri = `pymcp://sessions/${id}/kept.txt`;
  const { resources } = await inspector.askKept('resources/list');
  assert.ok(
    (resources as readonly Fields[]).some((resource) => resource['uri'] === uri),
    uri,
  );
  const { contents } = await inspector.askKept('resources/read', [uri]);
  assert.equal((contents as readonly Fields[])[0]?.['text'], 'kept');
  for (const { prompt, args } of everyPrompt) {
    const pairs = Object.entries(args(id)).map(([name, value]) => `${name}=${value}`);
    const filled = await inspector.askKept('prompts/get', [prompt, '--prompt-args', ...pairs]);
    assert.match(textOf(filled), new RegExp(id), prompt);
  }
}

async function call(era: Era, target: Target, step: Step, id: string): Promise<{ readonly result: Fields }> {
  return inspector.call(era, target, step.tool, step.args(id));
}

function assertNames(listed: Fields, kind: string, expected: readonly string[]): void {
  const names = (listed[kind] as readonly { readonly name: string }[]).map(({ name }) => name);
  assert.deepEqual(names.sort(), [...expected].sort());
}

function sessionOf(result: Fields): string {
  return (structuredOf(result)['session'] as { session_id: string }).session_id;
}
