// Which id outside is the root's inside a container: nobody's, and no other gateway's.
import { readKernelFile } from '../../../host/files.js';
import { listAccounts } from '../../../host/accounts.js';
import { currentIdentity, type Identity } from '../../../host/process-identity.js';
import { firstSubordinateId, noSubordinateIds, subordinateFiles } from './subordinate-ids.js';

/** process-identity.ts gives a gateway every id that is a multiple of this above its own. */
const nextOfGateway = 4_194_304;

/** @throws PymcpError `host.identity-unavailable` where an ordinary user has no subordinate ids */
export function findOtherIdentity(guest: Identity): Promise<Identity> {
  if (currentIdentity().uid === 0)
    return Promise.resolve({ uid: guest.uid + nextOfGateway, gid: guest.gid + nextOfGateway });
  const name = listAccounts().find(({ uid }) => uid === guest.uid)?.name ?? null;
  const [uid, gid] = subordinateFiles.map((file) =>
    firstSubordinateId(readKernelFile(file) ?? '', name, guest.uid),
  );
  if (uid === null || uid === undefined || gid === null || gid === undefined)
    return Promise.reject(noSubordinateIds(name, guest.uid));
  return Promise.resolve({ uid, gid });
}
