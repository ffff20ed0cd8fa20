// The tool read_media_file: pictures and sound as the protocol has them, anything else as a resource for the user.
import type { ContentBlock } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { FilesService } from '../../services/files/files-service.js';
import { mimeTypeOf } from '../mime-type-of.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { untrusted } from '../untrusted.js';
import { showName } from './file-section.js';
import { pathSchema } from './file-tool.js';

const input = z.strictObject({ path: pathSchema });

interface Media {
  /** Below the workspace, however it was named. */
  readonly path: string;
  readonly data: Buffer;
  readonly size: number;
}

export function readMediaFile(
  files: Pick<FilesService, 'readMedia'>,
  caller: Caller,
): SessionTool<typeof input, Media> {
  return {
    name: 'read_media_file',
    title: 'Read a picture or another file that is no text',
    description:
      'Reads a file as it is, up to 5 MB: a picture or sound comes as such, anything else as a resource for the user.',
    input,
    output: { path: z.string(), size: z.int(), mime_type: z.string() },
    annotations: { readOnlyHint: true },
    ask: ({ path }, signal) => files.readMedia(caller, path, signal),
    tell: ({ path, data, size }) => {
      const mimeType = mimeTypeOf(path, data);
      return {
        message: `${showName(path)} has ${size} bytes and stands beside this, as ${mimeType}.`,
        fields: { path, size, mime_type: mimeType },
        beside: [toBlock(path, mimeType, data)],
      };
    },
  };
}

function toBlock(path: string, mimeType: string, bytes: Buffer): ContentBlock {
  const data = bytes.toString('base64');
  // An SVG is a document with scripts, and no client shows it as a picture.
  if (mimeType.startsWith('image/') && mimeType !== 'image/svg+xml')
    return { type: 'image', data, mimeType, _meta: untrusted };
  if (mimeType.startsWith('audio/')) return { type: 'audio', data, mimeType, _meta: untrusted };
  const uri = `sandbox:/workspace/${path.split('/').map(encodeURIComponent).join('/')}`;
  return {
    type: 'resource',
    resource: { uri, mimeType, blob: data, _meta: untrusted },
    annotations: { audience: ['user'] },
  };
}
