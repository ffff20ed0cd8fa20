// The network that a call may ask for: no more than the gateway grants (docs/egress.md).
import { z } from 'zod';

const rule = z.strictObject({
  host: z.string(),
  ports: z.array(z.int()).optional(),
  methods: z.array(z.string()).optional(),
  paths: z.array(z.string()).optional(),
  tunnel: z.enum(['tls', 'any']).optional(),
});

export const networkSchema = z
  .array(z.union([z.string(), rule]))
  .max(256)
  .optional()
  .describe(
    'Hosts (example.org, example.org:8080), presets (pypi) or rules that it may reach, of those that the server grants. Left out: ' +
      'all of them; empty: none.',
  );
