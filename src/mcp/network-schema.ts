// The network that a call may ask for: no more than the gateway grants (docs/egress.md).
import { z } from 'zod';

/** What an entry must look like is said by whoever reads it, in better words and for fewer tokens than a schema. */
export const networkSchema = z
  .array(z.unknown())
  .max(256)
  .optional()
  .describe('Hosts, presets, rules that it may reach, of those granted. Left out: all; empty: none.');
