// Whose token it is.
import type { z } from 'zod';
import type { Operation } from './operation.js';
import { meShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

export const getMe: Operation<object, z.infer<typeof meShape>> = {
  name: 'get_me',
  access: 'read',
  permission: 'none',
  run: async ({ client }, { signal, permission }) => {
    const { data } = await client.send('GET /user', {}, { signal, permission, where: 'your account' });
    return understand(meShape, data);
  },
};
