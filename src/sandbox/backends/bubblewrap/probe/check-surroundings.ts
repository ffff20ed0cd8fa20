// What the gateway needs around the jail: another user id for root's sandboxes, and a private folder for its socket.
import { PymcpError } from '../../../../core/errors.js';
import { chooseGuestIdentity, currentIdentity, type Identity } from '../../../../host/process-identity.js';
import { openRuntimeFolder } from '../../../../host/runtime-folder.js';
import type { Finding } from '../../../backend-contract.js';
import { findingsOf } from './findings-of.js';

const jail = findingsOf('jail');

/** user.mcp */
export function checkIdentity(): { readonly finding: Finding; readonly identity: Identity | null } {
  try {
    const identity = chooseGuestIdentity();
    const detail =
      currentIdentity().uid === 0
        ? `pymcp is root; sandboxes are user ${identity.uid}, which nothing else uses`
        : `sandboxes are user ${identity.uid}, as pymcp is`;
    return { finding: jail.ok('guest-identity', detail), identity };
  } catch (error) {
    return { finding: refuse('guest-identity', error), identity: null };
  }
}

export async function checkRuntimeFolder(): Promise<Finding> {
  try {
    const { path, remove } = await openRuntimeFolder();
    await remove();
    return jail.ok('runtime-folder', path.slice(0, path.lastIndexOf('/')));
  } catch (error) {
    return refuse('runtime-folder', error);
  }
}

function refuse(name: string, error: unknown): Finding {
  if (error instanceof PymcpError) return jail.missing(name, error.message, error.hint);
  throw error;
}
