// Where the Docker daemon of this machine is spoken to. DOCKER_HOST is Docker's own variable for it; a daemon elsewhere is refused,
// since nothing of its containers could be seen from here.
import { join } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { inspectPath, readKernelFile } from '../../../host/files.js';
import { currentIdentity } from '../../../host/process-identity.js';

export const defaultSocket = '/var/run/docker.sock';
export const installDocker = 'sudo apt-get install -y docker.io';
const unixScheme = 'unix://';

/** @throws PymcpError `host.unsupported`, `host.program-missing` */
export async function findDockerSocket(host = process.env['DOCKER_HOST'] ?? ''): Promise<string> {
  refuseOwnIds(readKernelFile('/proc/self/uid_map') ?? '');
  if (host !== '' && !host.startsWith(`${unixScheme}/`))
    throw new PymcpError(
      'host.unsupported',
      `DOCKER_HOST is ${host}, and only a Docker daemon of this machine can be used`,
      `unset DOCKER_HOST, or set it to a socket of this machine: DOCKER_HOST=${unixScheme}${defaultSocket}`,
    );
  const path = host === '' ? await findUsual() : host.slice(unixScheme.length);
  const found = await inspectPath(path);
  if (found === null)
    throw new PymcpError(
      'host.program-missing',
      `no Docker daemon listens at ${path}`,
      `install it: ${installDocker}; where it is installed, start it: sudo systemctl start docker`,
    );
  // Whoever has the socket decides what every sandbox is made of.
  if (found.uid !== 0 && found.uid !== currentIdentity().uid)
    throw new PymcpError(
      'host.unsupported',
      `the socket ${path} is user ${found.uid}'s, who would decide what holds the sandboxes`,
      `use the daemon of root, at ${defaultSocket}`,
    );
  return path;
}

/** The user's own before root's: whoever may speak to that one is as good as root. */
async function findUsual(): Promise<string> {
  const { uid } = currentIdentity();
  if (uid === 0) return defaultSocket;
  const own = join(process.env['XDG_RUNTIME_DIR'] ?? `/run/user/${uid}`, 'docker.sock');
  return (await inspectPath(own))?.uid === uid ? own : defaultSocket;
}

/**
 * user.mcp: the daemon takes our ids for those of the machine, which they are only where they are not mapped.
 * @param map /proc/self/uid_map (user_namespaces(7))
 */
export function refuseOwnIds(map: string): void {
  const [inside, outside, count] = map.trim().split(/\s+/).map(Number);
  if (inside === 0 && outside === 0 && count === 4_294_967_295) return;
  throw new PymcpError(
    'host.unsupported',
    'pymcp is in a user namespace, where its user ids are not those that Docker would take them for',
    'start pymcp outside of containers and of unshare(1), or use another backend',
  );
}
