// The tools completion and signature.
import { z } from 'zod';
import {
  askCompletion,
  askSignature,
  type CompletionAnswer,
  type SignatureAnswer,
} from '../../services/code/ask/complete.js';
import type { CodeService } from '../../services/code/code-service.js';
import { showSpot } from '../../services/code/place/spot.js';
import type { SessionTool } from '../sessions/session-tool.js';
import { place, spotSchema, toSpotFields } from './place-schema.js';
import { sayOmitted, toSource } from './to-source.js';

const forItems = z.strictObject({
  ...place,
  begins: z.string().max(100).optional().describe('Only what begins so'),
});

export function completion(service: CodeService): SessionTool<typeof forItems, CompletionAnswer> {
  return {
    name: 'completion',
    title: 'What can stand here',
    description:
      'Lists what could be written at a place in Python code, such as the attributes of an object behind its dot. Name the place by path and ' +
      'pattern with the marker where the text would go on, or by path, line and column.',
    input: forItems,
    output: {
      resolved: spotSchema,
      items: z.array(z.object({ label: z.string(), kind: z.string() })),
      omitted: z.int(),
    },
    programsWords: ['items'],
    annotations: { readOnlyHint: true },
    ask: ({ begins, ...wanted }, signal) =>
      service.ask((session) => askCompletion(session, wanted, begins), signal),
    tell: ({ resolved, source, items, omitted }) => ({
      message: `${items.length} possible at ${showSpot(resolved)}.${sayOmitted(omitted, 'items')}`,
      fields: { resolved: toSpotFields(resolved), items, omitted },
      sections: [
        ...toSource('Possible', items.map(({ label, kind }) => `${label} (${kind})`).join('\n')),
        ...toSource('Source', source),
      ],
    }),
  };
}

const input = z.strictObject(place);

export function signature(service: CodeService): SessionTool<typeof input, SignatureAnswer> {
  return {
    name: 'signature',
    title: 'Signature of a call',
    description:
      'Tells the signatures of the function that is called at a place in Python code, and which parameter is next there. Name the place ' +
      'within the brackets of the call, by path and pattern or by path, line and column.',
    input,
    output: {
      resolved: spotSchema,
      signatures: z.array(z.string()),
      parameter: z.int().describe('From 0; -1 where none is meant'),
    },
    programsWords: ['signatures'],
    annotations: { readOnlyHint: true },
    ask: (wanted, signal) => service.ask((session) => askSignature(session, wanted), signal),
    tell: ({ resolved, source, signatures, parameter }) => ({
      message:
        signatures.length === 0
          ? `No call is known at ${showSpot(resolved)}.`
          : `${signatures.length} signatures at ${showSpot(resolved)}${parameter === null ? '' : `, parameter ${parameter + 1}`}.`,
      fields: { resolved: toSpotFields(resolved), signatures, parameter: parameter ?? -1 },
      sections: [...toSource('Signatures', signatures.join('\n')), ...toSource('Source', source)],
    }),
  };
}
