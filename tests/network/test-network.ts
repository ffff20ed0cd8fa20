// A network namespace in which addresses of the internet are local, although no interface has them: so that the gateway takes them for
// what they are in earnest, and not for its own. With a name server that the system asks, and servers.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNameServer } from '../egress/name-server.js';
import { openOrigin, type Origin } from '../egress/origin.js';

export const site = '93.184.216.34';
export const metadata = '169.254.169.254';

/** As `ip link set lo up` and `ip route add local ADDRESS dev lo` would, which not every machine has (rtnetlink(7)). */
const setUp = `
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", 0x41))
with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
    for address in ${JSON.stringify([site, metadata])}:
        route = struct.pack("=BBBBBBBBI", socket.AF_INET, 32, 0, 0, 255, 4, 254, 2, 0)
        route += struct.pack("=HH4s", 8, 1, socket.inet_aton(address)) + struct.pack("=HHI", 8, 4, 1)
        kernel.send(struct.pack("=IHHII", 16 + len(route), 24, 0x405, 1, 0) + route)
        if struct.unpack_from("=i", kernel.recv(4096), 16)[0] != 0:
            raise SystemExit("no route to " + address)
`;

/** By name. @returns the site at ports 80, 443 and 22 */
export async function openTestNetwork(
  folder: string,
  names: Readonly<Record<string, readonly string[]>>,
): Promise<Origin> {
  must('/usr/bin/python3', ['-I', '-c', setUp]);
  const file = join(folder, 'resolv.conf');
  writeFileSync(file, 'nameserver 127.0.0.1\n');
  must('mount', ['--bind', file, '/etc/resolv.conf']);
  (await openNameServer('127.0.0.1', (name) => names[name])).unref();
  return openOrigin('example.org', site, [80, 443, 22]);
}

function must(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}
