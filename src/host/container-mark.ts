// Whether this process is in a container. Each sign is root's or the kernel's word: neither a variable nor a user's file counts.
import { inspectPath, readLinkTarget } from './files.js';

/** Of Podman, of Docker, of our own image. */
const marks = ['/run/.containerenv', '/.dockerenv', '/usr/share/isolated-pymcp/image'] as const;

/** PROC_PID_INIT_INO (include/linux/proc_ns.h): the same on every kernel since 3.8. */
const firstPidNamespace = 'pid:[4026531836]';

export type ContainerSign =
  | { readonly isContainer: true; readonly mark: string }
  | { readonly isContainer: false; readonly why: string };

export async function seeContainer(): Promise<ContainerSign> {
  const mark = await findMark();
  if (mark === null) return { isContainer: false, why: `there is none of ${marks.join(', ')}, root's own` };
  const processes = await readLinkTarget('/proc/self/ns/pid');
  if (processes === null || processes === firstPidNamespace)
    return { isContainer: false, why: `${mark} is there, and yet all processes of the machine are seen` };
  return { isContainer: true, mark };
}

async function findMark(): Promise<string | null> {
  for (const path of marks) {
    const found = await inspectPath(path);
    if (found !== null && found.uid === 0 && !found.isLink && (found.mode & 0o022) === 0) return path;
  }
  return null;
}
