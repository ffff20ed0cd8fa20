// What a tool of sessions is, and how it is offered: arguments, then service, then text and structure that say the same.
import type {
  CallToolResult,
  ContentBlock,
  ServerContext,
  ToolAnnotations,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { Answer } from '../../services/python/answer.js';
import type { OfferedTool } from '../offer.js';
import { parseArguments } from '../parse-arguments.js';
import { showLine } from '../run-python/show-controls.js';
import { markUntrusted } from '../untrusted.js';
import { toJsonSchema } from '../to-json-schema.js';

/** What a tool answers where it did what was asked. */
export interface Told {
  /** What happened and what to do next, in plain words: whole sentences. */
  readonly message: string;
  /** Beside the message, by the names of the tool's output. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Below the message in the text: what a program wrote, between fences. */
  readonly sections?: readonly string[];
  readonly beside?: readonly ContentBlock[];
}

export interface SessionTool<Input extends z.ZodObject, Value> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  /** Each is null where the tool refused. */
  readonly output: Readonly<Record<string, z.ZodType>>;
  /** Fields of the output that a program has written or named. */
  readonly programsWords?: readonly string[];
  readonly annotations: ToolAnnotations;
  /** @param context for whoever tells how far it is */
  readonly ask: (
    input: z.infer<Input>,
    signal: AbortSignal,
    context: ServerContext,
  ) => Promise<Answer<Value>>;
  readonly tell: (value: Value, input: z.infer<Input>) => Told;
}

export function toOfferedTool<Input extends z.ZodObject, Value>(
  tool: SessionTool<Input, Value>,
): OfferedTool {
  const { name, title, description, input: schema, annotations } = tool;
  return {
    name,
    define: () => ({
      name,
      title,
      description,
      inputSchema: toJsonSchema(schema, 'input'),
      outputSchema: toJsonSchema(toOutputSchema(tool.output), 'output'),
      annotations: { openWorldHint: false, ...annotations },
    }),
    call: async (input, context) => {
      try {
        const parsed = parseArguments(schema, input, `give ${argumentsOf(schema)}`);
        const answer = await tool.ask(parsed, context.mcpReq.signal, context);
        return answer.kind === 'refused'
          ? toRefusal(tool, answer.error)
          : toResult(tool.tell(answer.value, parsed), tool.programsWords ?? []);
      } catch (error) {
        if (error instanceof PymcpError) return toRefusal(tool, error);
        throw error;
      }
    },
  };
}

function toOutputSchema(fields: Readonly<Record<string, z.ZodType>>): z.ZodObject {
  const nullable = Object.entries(fields).map(([name, schema]) => [name, schema.nullable()]);
  return z.object({
    status: z.enum(['done', 'refused']),
    message: z.string().describe('What happened, in plain words'),
    hint: z.string().optional().describe('What to do next, where it was refused'),
    ...(Object.fromEntries(nullable) as Record<string, z.ZodType>),
  });
}

function argumentsOf(schema: z.ZodObject): string {
  const names = Object.entries(schema.shape).map(([name, field]) =>
    field instanceof z.ZodOptional ? `${name} (optional)` : name,
  );
  return names.length === 0 ? 'no arguments' : names.join(', ');
}

function toResult(
  { message, fields, sections = [], beside = [] }: Told,
  programsWords: readonly string[],
): CallToolResult {
  return {
    content: [{ type: 'text', text: [showLine(message), ...sections].join('\n\n') }, ...beside],
    structuredContent: { status: 'done', message, ...fields },
    isError: false,
    ...(programsWords.length === 0 ? {} : { _meta: markUntrusted(programsWords) }),
  };
}

function toRefusal(
  { output }: { readonly output: Readonly<Record<string, z.ZodType>> },
  { message, hint }: PymcpError,
): CallToolResult {
  return {
    content: [
      {
        type: 'text',
        text: `Status: refused. Nothing was done: ${showLine(message)}.\nHint: ${showLine(hint)}.`,
      },
    ],
    structuredContent: {
      status: 'refused',
      message,
      hint,
      ...Object.fromEntries(Object.keys(output).map((name) => [name, null])),
    },
    isError: true,
  };
}
