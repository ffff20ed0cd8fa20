// The tool interrupt_session.
import { z } from 'zod';
import type { Caller } from '../../core/caller.js';
import type { PythonService } from '../../services/python/python-service.js';
import { idSchema } from './session-schema.js';
import type { SessionTool } from './session-tool.js';

const input = z.strictObject({ session_id: idSchema });

export function interruptSession(
  { sessions }: Pick<PythonService, 'sessions'>,
  caller: Caller,
): SessionTool<typeof input, 'interrupted' | 'idle'> {
  return {
    name: 'interrupt_session',
    title: 'Interrupt a Python session',
    description:
      'Raises KeyboardInterrupt in what a session is running, as Ctrl-C does; its variables are kept. Use it when another ' +
      'run_python call of yours in this session takes too long. Code that catches KeyboardInterrupt goes on: close_session ' +
      'ends it whatever it does.',
    input,
    output: { was: z.enum(['busy', 'idle']).describe('idle: there was nothing to interrupt') },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
    ask: ({ session_id: id }) => sessions.interrupt(caller, id),
    tell: (was, { session_id: id }) =>
      was === 'interrupted'
        ? {
            message: `KeyboardInterrupt was sent to the session ${id}; the call that runs there ends with what comes of it.`,
            fields: { was: 'busy' },
          }
        : {
            message: `The session ${id} is idle: there was nothing to interrupt.`,
            fields: { was: 'idle' },
          },
  };
}
