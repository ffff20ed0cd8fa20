// What a tool of the memory is, and how it is offered. Its text is the JSON that the reference server answers with, so that a
// client that reads it finds what it knows; what is not seen is escaped in it as JSON does.
import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { escapeUnseen } from '../../core/escape-unseen.js';
import type { OfferedTool } from '../offer.js';
import { parseArguments } from '../parse-arguments.js';
import { showLine } from '../run-python/show-controls.js';
import { toJsonSchema } from '../to-json-schema.js';
import { markUntrusted, untrusted } from '../untrusted.js';

export interface MemoryAnswer {
  /** What the text says: a sentence of ours, or what is shown as JSON. */
  readonly text: string | { readonly json: unknown };
  readonly fields: Readonly<Record<string, unknown>>;
  /** Said beside it, in a block of its own. */
  readonly note?: string;
}

export interface MemoryTool<Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Readonly<Record<string, z.ZodType>>;
  readonly annotations: ToolAnnotations;
  readonly ask: (input: z.infer<Input>) => Promise<MemoryAnswer>;
}

export function toOfferedTool<Input extends z.ZodObject>(tool: MemoryTool<Input>): OfferedTool {
  const { name, title, description, input: schema, output, annotations } = tool;
  return {
    name,
    define: () => ({
      name,
      title,
      description,
      inputSchema: toJsonSchema(schema, 'input'),
      outputSchema: toJsonSchema(z.object(output), 'output'),
      annotations: { openWorldHint: false, ...annotations },
    }),
    call: async (input) => {
      try {
        const hint = `give ${Object.keys(schema.shape).join(', ') || 'no arguments'}`;
        return toResult(await tool.ask(parseArguments(schema, input, hint)));
      } catch (error) {
        if (error instanceof PymcpError) return toRefusal(error);
        throw error;
      }
    },
  };
}

function toResult({ text, fields, note }: MemoryAnswer): CallToolResult {
  const isOurs = typeof text === 'string';
  return {
    content: [
      isOurs ? { type: 'text', text } : { type: 'text', text: toSeenJson(text.json), _meta: untrusted },
      ...(note === undefined ? [] : [{ type: 'text' as const, text: note }]),
    ],
    structuredContent: { ...fields },
    isError: false,
    ...(isOurs ? {} : { _meta: markUntrusted(Object.keys(fields)) }),
  };
}

/** An error has no structured content, as in the reference server. */
function toRefusal({ message, hint }: PymcpError): CallToolResult {
  return {
    content: [{ type: 'text', text: `${showLine(message)}.\nHint: ${showLine(hint)}.` }],
    isError: true,
  };
}

/** The same value for whoever parses it, and nothing hidden for whoever reads it. */
export function toSeenJson(value: unknown): string {
  return escapeUnseen(JSON.stringify(value, null, 2));
}
