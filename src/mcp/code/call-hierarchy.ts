// The tool call_hierarchy.
import { z } from 'zod';
import { askCalls, type CallsAnswer } from '../../services/code/ask/calls.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import { showTarget } from '../../services/code/place/target.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { place, spotSchema, targetSchema, toFields, toSpotFields } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const input = z.strictObject({
  ...place,
  direction: z.enum(['incoming', 'outgoing']).describe('incoming: who calls it; outgoing: what it calls'),
});

export function callHierarchy(service: CodeService): SessionTool<typeof input, CallsAnswer> {
  return {
    name: 'call_hierarchy',
    title: 'Callers and callees',
    description:
      'Lists who calls a Python function or method (incoming), or what it calls (outgoing), with the places. Name the function by a name ' +
      'path, by path and pattern, or by path, line and column.',
    input,
    output: {
      resolved: spotSchema,
      calls: z.array(targetSchema.extend({ name: z.string(), times: z.int() })),
      omitted: z.int(),
    },
    programsWords: ['calls'],
    annotations: { readOnlyHint: true },
    ask: ({ direction, ...wanted }, signal) =>
      service.ask((session) => askCalls(session, wanted, direction), signal),
    tell: ({ resolved, calls, omitted }, { direction }) => ({
      message: `${calls.length} ${direction} calls of what stands at ${showSpot(resolved)}.${sayOmitted(omitted, 'calls')}`,
      fields: {
        resolved: toSpotFields(resolved),
        calls: calls.map(({ name, target, times }) => ({ ...toFields(target), name, times })),
        omitted,
      },
      sections: toSource(
        'Calls',
        calls.map(({ name, target, times }) => `${name}, ${times} times: ${showTarget(target)}`).join('\n'),
      ),
    }),
  };
}
