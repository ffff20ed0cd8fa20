// Lets the unprivileged child of a gateway that is root enter a group.
import { setFileOwner } from '../../host/cgroup-fs.js';

/** Who the processes are that join. */
export interface GuestOwner {
  readonly uid: number;
  readonly gid: number;
}

/** limit.memory limit.cpu: only the membership file changes hands; the limit files stay the gateway's. */
export function letJoin(membershipFile: string, guest: GuestOwner): void {
  if (guest.uid !== process.getuid?.()) setFileOwner(membershipFile, guest.uid, guest.gid);
}
