// What the reference server answers, ours answers: recorded from @modelcontextprotocol/server-memory by
// scripts/record-memory-reference.ts, with the file that it left.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { toMemoryMcpService } from '../../src/mcp/memory/memory-mcp-service.js';
import type { OfferedTool } from '../../src/mcp/offer.js';
import { parseJsonl, refuseBadLines, toJsonl } from '../../src/services/memory/jsonl.js';
import type { MemoryService } from '../../src/services/memory/memory-service.js';
import { asker, MemoryHome } from '../support/memory-home.js';
import { referenceCalls } from '../support/memory-reference-calls.js';

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
  readonly required?: readonly string[];
}

interface Recorded {
  readonly tools: readonly {
    readonly name: string;
    readonly inputSchema: Schema;
    readonly outputSchema: Schema;
    readonly annotations: Readonly<Record<string, boolean>>;
  }[];
  readonly answers: readonly {
    readonly name: string;
    readonly arguments: Readonly<Record<string, unknown>>;
    readonly answer: {
      readonly content: readonly { readonly type: string; readonly text: string }[];
      readonly structuredContent?: Readonly<Record<string, unknown>>;
      readonly isError: boolean;
    };
  }[];
}

const recorded = JSON.parse(readFileSync('tests/memory/reference/answers.json', 'utf8')) as Recorded;
const file = readFileSync('tests/memory/reference/memory.jsonl', 'utf8');

describe('the reference server and ours', () => {
  let home: MemoryHome;
  let memory: MemoryService;
  let tools: readonly OfferedTool[];

  before(async () => {
    home = new MemoryHome();
    memory = home.open();
    tools = (await toMemoryMcpService(memory).offer(asker.caller, Promise.resolve())).tools();
  });

  after(() => home.remove());

  const toolOf = (name: string): OfferedTool => {
    const tool = tools.find((one) => one.name === name);
    assert.ok(tool !== undefined, name);
    return tool;
  };

  it('have the same tools, which ask for the same arguments and promise the same fields', () => {
    assert.deepEqual(tools.map(({ name }) => name).sort(), recorded.tools.map(({ name }) => name).sort());
    for (const { name, inputSchema, outputSchema, annotations } of recorded.tools) {
      const ours = toolOf(name).define();
      const typesOf = ({ properties = {} }: Schema): readonly unknown[] =>
        Object.entries(properties).map(([key, { type }]) => [key, type]);
      assert.deepEqual(typesOf(ours.inputSchema as Schema), typesOf(inputSchema), name);
      assert.deepEqual(ours.inputSchema['required'] ?? [], inputSchema.required ?? [], name);
      const fields = (ours.outputSchema as Schema).required ?? [];
      for (const field of outputSchema.required ?? []) assert.ok(fields.includes(field), `${name}: ${field}`);
      const { readOnlyHint, destructiveHint, openWorldHint } = annotations;
      assert.deepEqual(
        ours.annotations,
        // To add what is there already changes nothing.
        { readOnlyHint, destructiveHint, openWorldHint, idempotentHint: true },
        name,
      );
    }
  });

  it('answer the same to the same calls', async () => {
    assert.deepEqual(
      recorded.answers.map((one) => [one.name, one.arguments]),
      referenceCalls.map((one) => [one.name, one.arguments]),
      'record it again: scripts/record-memory-reference.ts',
    );
    for (const { name, arguments: args, answer } of recorded.answers) {
      const ours = (await toolOf(name).call(
        args,
        {} as Parameters<OfferedTool['call']>[1],
      )) as CallToolResult;
      const [first] = ours.content as unknown as [{ readonly text: string }];
      const [theirs] = answer.content;
      const what = `${name} ${JSON.stringify(args)}`;
      assert.equal(ours.isError, answer.isError, what);
      if (answer.isError) {
        assert.ok(first.text.startsWith(`${theirs?.text ?? ''}.\n`), what);
        continue;
      }
      assert.deepEqual(parse(first.text), parse(theirs?.text ?? ''), what);
      for (const [field, value] of Object.entries(answer.structuredContent ?? {}))
        assert.deepEqual(
          (ours.structuredContent as Record<string, unknown>)[field],
          value,
          `${what}: ${field}`,
        );
    }
  });

  it('end with the same file, in the same order, and ours takes theirs', async () => {
    const written = toJsonl(await memory.readWhole(asker));
    assert.equal(written, `${file}\n`);
    await memory.clear(asker);
    const graph = parseJsonl(file);
    refuseBadLines(graph);
    assert.deepEqual(await memory.importGraph(asker, graph), { entities: 4, observations: 8, relations: 2 });
    assert.equal(toJsonl(await memory.readWhole(asker)), written);
    const again = await memory.importGraph(asker, graph);
    assert.deepEqual(again, { entities: 0, observations: 0, relations: 0 });
  });
});

/** A text that is no JSON is a sentence. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
