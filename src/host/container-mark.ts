// Whether this process is in a container. Each sign is root's or the kernel's word: neither a variable nor a user's file counts.
import { inspectPath, readLinkTarget } from './files.js';

/** Put there by our Containerfile. */
export const imageMark = '/usr/share/isolated-pymcp/image';

/** Of Podman, of Docker, of our own image. */
const marks = ['/run/.containerenv', '/.dockerenv', imageMark] as const;

/** PROC_PID_INIT_INO (include/linux/proc_ns.h): the same on every kernel since 3.8. */
const firstPidNamespace = 'pid:[4026531836]';

export type ContainerSign =
  | { readonly isContainer: true; readonly mark: string }
  | { readonly isContainer: false; readonly why: string };

export async function seeContainer(): Promise<ContainerSign> {
  const mark = await findMark();
  if (mark === null) return { isContainer: false, why: `there is none of ${marks.join(', ')}, root's own` };
  if (await sharesHostProcesses())
    return { isContainer: false, why: `${mark} is there, and yet all processes of the machine are seen` };
  return { isContainer: true, mark };
}

/** Whether a file is there that nobody but root can have put there. */
export async function isRootsMark(path: string): Promise<boolean> {
  const found = await inspectPath(path);
  return found !== null && found.uid === 0 && !found.isLink && (found.mode & 0o022) === 0;
}

/** Whether processes are numbered as on the host, or that cannot be told. */
export async function sharesHostProcesses(): Promise<boolean> {
  const namespace = await readLinkTarget('/proc/self/ns/pid');
  return namespace === null || namespace === firstPidNamespace;
}

async function findMark(): Promise<string | null> {
  for (const path of marks) if (await isRootsMark(path)) return path;
  return null;
}
