// The tool read_session_file: text for a model, other bytes beside it for the person.
import type { ContentBlock } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { SessionFilePart } from '../../core/session.js';
import type { PythonService } from '../../services/python/python-service.js';
import { showLine } from '../run-python/show-controls.js';
import { untrusted } from '../untrusted.js';
import { toSection } from '../run-python/to-section.js';
import { decodePart } from './decode-part.js';
import { idSchema } from './session-schema.js';
import type { SessionTool, Told } from './session-tool.js';

/** Bytes where a caller names no length: what a model reads at once. */
const ordinaryLength = 20_000;
const mostLength = 1024 * 1024;

const input = z.strictObject({
  session_id: idSchema,
  path: z.string().describe('As list_session_files shows it.'),
  offset: z
    .int()
    .min(0)
    .optional()
    .describe('Where to begin, in bytes; next_offset of the part before. 0 where left out.'),
  length: z
    .int()
    .min(1)
    .max(mostLength)
    .optional()
    .describe(`Bytes at most; ${ordinaryLength} where left out.`),
});

type Input = z.infer<typeof input>;

export function readSessionFile(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, SessionFilePart> {
  return {
    name: 'read_session_file',
    title: 'Read a file of a Python session',
    description:
      'Reads a file of a session, or a part of it: text comes as text, anything else beside it as a resource for the user. ' +
      'Go on at next_offset until it is null. To compute with a file use run_python in the session instead: the file is ' +
      'there already. The session must be idle.',
    input,
    output: {
      path: z.string(),
      size: z.int().describe('Of the whole file, in bytes'),
      offset: z.int(),
      length: z.int().describe('Bytes of this part'),
      next_offset: z.int().nullable().describe('null: this was the end'),
      delivery: z.enum(['content', 'resource']).describe('resource: beside this result, as a blob'),
      content: z.string().nullable(),
    },
    programsWords: ['content'],
    annotations: { readOnlyHint: true },
    ask: ({ session_id: id, path, offset = 0, length = ordinaryLength }) =>
      sessions.readFile(caller, id, path, { offset, length }),
    tell,
  };
}

function tell(part: SessionFilePart, { path }: Input): Told {
  const { size, offset, bytes } = part;
  const { text, length } = decodePart(part);
  const end = offset + length;
  const name = showLine(JSON.stringify(path));
  const nextOffset = end < size ? end : null;
  const rest = nextOffset === null ? 'That is its end.' : `Go on at offset ${nextOffset}.`;
  const message = `Bytes ${offset} to ${end} of the ${size} of ${name}. ${rest}`;
  const fields = { path, size, offset, length, next_offset: nextOffset };
  if (text !== null) {
    return {
      message,
      fields: { ...fields, delivery: 'content', content: text },
      sections: toSection(name, text),
    };
  }
  return {
    message: `${message} They are no text and stand beside this, as a resource.`,
    fields: { ...fields, delivery: 'resource', content: null },
    beside: [toResource(path, bytes)],
  };
}

/** The address names a place in the jail, on no machine. */
function toResource(path: string, bytes: Buffer): ContentBlock {
  const uri = `sandbox:/home/mcp/${path.split('/').map(encodeURIComponent).join('/')}`;
  return {
    type: 'resource',
    resource: { uri, mimeType: 'application/octet-stream', blob: bytes.toString('base64'), _meta: untrusted },
    annotations: { audience: ['user'] },
  };
}
