// What requests must have. Checked here and not by the library, which answers a wrong type as a failure of the server.
import { z } from 'zod';

const text = z.string();

export const pageParams = z.looseObject({ cursor: text.optional() });

export const uriParams = z.looseObject({ uri: text });

export const promptParams = z.looseObject({ name: text, arguments: z.record(text, text).optional() });

export const completeParams = z.looseObject({
  ref: z.discriminatedUnion('type', [
    z.looseObject({ type: z.literal('ref/prompt'), name: text }),
    z.looseObject({ type: z.literal('ref/resource'), uri: text }),
  ]),
  argument: z.looseObject({ name: text, value: text }),
  context: z.looseObject({ arguments: z.record(text, text).optional() }).optional(),
});

export type CompleteParams = z.infer<typeof completeParams>;
