// The tool hover.
import { z } from 'zod';
import { askHover, type HoverAnswer } from '../../services/code/ask/hover.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { place, spotSchema, toSpotFields } from './place-schema.js';
import { toSource } from './to-source.js';

const input = z.strictObject(place);

export function hover(service: CodeService): SessionTool<typeof input, HoverAnswer> {
  return {
    name: 'hover',
    title: 'Type and documentation',
    description:
      'Tells the type, the signature and the documentation of a name in Python code, without running it. Name the place by a ' +
      'name path (symbol), by a piece of the text (path and pattern), or by path, line and column.',
    input,
    output: { resolved: spotSchema, text: z.string().describe('Empty where nothing is known') },
    programsWords: ['text'],
    annotations: { readOnlyHint: true },
    ask: (wanted, signal) => service.ask((session) => askHover(session, wanted), signal),
    tell: ({ resolved, text, source }) => ({
      message:
        text === null
          ? `Nothing is known of what stands at ${showSpot(resolved)}.`
          : `At ${showSpot(resolved)}.`,
      fields: { resolved: toSpotFields(resolved), text: text ?? '' },
      sections: [...toSource('What it is', text), ...toSource('Source', source)],
    }),
  };
}
