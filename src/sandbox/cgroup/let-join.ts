// Lets the unprivileged child of a gateway that is root enter a group.
import { fileExists, setFileOwner } from '../../host/cgroup-fs.js';

/** Who the processes are that join. */
export interface GuestOwner {
  readonly uid: number;
  readonly gid: number;
}

/** limit.memory limit.cpu: only the membership files change hands; the limit files stay the gateway's. */
export async function letJoin(folder: string, guest: GuestOwner): Promise<void> {
  if (guest.uid === process.getuid?.()) return;
  for (const file of ['cgroup.procs', 'tasks']) {
    if (fileExists(`${folder}/${file}`)) await setFileOwner(`${folder}/${file}`, guest.uid, guest.gid);
  }
}
