// The part of the configuration file that names secrets, as a schema.
import { z } from 'zod';
import { maxNameLength, namePattern } from '../core/names.js';

const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u);

export const secretSchema = z.strictObject({
  usedBy: line.meta({ description: 'What uses it, for people.' }).optional(),
  from: line.meta({ description: 'Where to get one: an address, or a few words.' }).optional(),
  required: z
    .boolean()
    .meta({
      description:
        'Whether `pymcp secrets check` fails where it is missing. By default the enabled services decide.',
    })
    .optional(),
  reference: z
    .union([
      z
        .string()
        .regex(/^op:\/\/\S+$/)
        .max(1000),
      z.array(z.string().min(1).max(4096)).min(1).max(64),
    ])
    .meta({
      description: 'Where the value can be had: op://… for 1Password, or a program with its arguments.',
    })
    .optional(),
});

export const secretsSchema = z
  .record(z.string().regex(namePattern).max(maxNameLength), secretSchema)
  .meta({ description: 'The secrets of this user, by name, and where to get each; never a value.' });
