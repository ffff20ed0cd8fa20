// The tool list_allowed_directories: there is one.
import { z } from 'zod';
import type { FilesService } from '../../services/files/files-service.js';
import { workspaceRoot } from '../../services/files/parse-file-path.js';
import type { SessionTool } from '../sessions/session-tool.js';

const input = z.strictObject({});

export function listAllowedDirectories(
  files: Pick<FilesService, 'access'>,
): SessionTool<typeof input, FilesService['access']> {
  return {
    name: 'list_allowed_directories',
    title: 'Which folders there are',
    description: 'The folder that these tools work in, and whether it may be changed.',
    input,
    output: { directories: z.array(z.string()), access: z.enum(['read-only', 'writable']) },
    annotations: { readOnlyHint: true },
    ask: () => Promise.resolve({ kind: 'done', value: files.access }),
    tell: (access) => ({
      message:
        `${workspaceRoot} alone, ${access}. Paths are relative to it; its path on this machine is understood too. ` +
        'run_python sees the same folder there.',
      fields: { directories: [workspaceRoot], access },
    }),
  };
}
