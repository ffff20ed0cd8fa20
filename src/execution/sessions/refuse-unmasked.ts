// path.protected: a session that was born before a secret came into the workspace could read it. Nothing more is run in it
// while that is so; its state is kept, in case the secret goes.
import { PymcpError } from '../../core/errors.js';
import type { Sandbox } from '../../sandbox/backend-contract.js';

/** @throws PymcpError `workspace.changed` */
export async function refuseUnmasked(sandbox: Pick<Sandbox, 'findUnmasked'>): Promise<void> {
  const secrets = await sandbox.findUnmasked();
  if (secrets.length === 0) return;
  throw new PymcpError(
    'workspace.changed',
    `the workspace has secrets that came after this session was created and that it could read: ${secrets.join(', ')}`,
    'move them out of the workspace to go on in this session, or create a new one, which does not see them',
  );
}
