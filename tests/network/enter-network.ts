// Runs a program of a test in a network namespace in which addresses of the internet are local, although no interface has them: so that
// the gateway takes them for what they are in earnest and not for its own. Names are asked of a server that the program opens at port 53.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Certificate } from '../egress/make-certificate.js';
import { slow } from '../support/time.js';

export const site = '93.184.216.34';
export const metadata = '169.254.169.254';

/** As `ip link set lo up` and `ip route add local ADDRESS dev lo` would, which not every machine has (rtnetlink(7)). */
const enter = `
import fcntl, os, socket, struct, subprocess, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sH14x", b"lo", 0x41))
with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
    for address in ${JSON.stringify([site, metadata])}:
        route = struct.pack("=BBBBBBBBI", socket.AF_INET, 32, 0, 0, 255, 4, 254, 2, 0)
        route += struct.pack("=HH4s", 8, 1, socket.inet_aton(address)) + struct.pack("=HHI", 8, 4, 1)
        kernel.send(struct.pack("=IHHII", 16 + len(route), 24, 0x405, 1, 0) + route)
        if struct.unpack_from("=i", kernel.recv(4096), 16)[0] != 0:
            sys.exit("no route to " + address)
# An ordinary user opens ports 53 and 80 here too.
with open("/proc/sys/net/ipv4/ip_unprivileged_port_start", "w") as file:
    file.write("0")
with open(sys.argv[1] + "/resolv.conf", "w") as file:
    file.write("nameserver 127.0.0.1\\n")
subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)
if os.path.exists(sys.argv[1] + "/roots.pem"):
    subprocess.run(["mount", "--bind", sys.argv[1] + "/roots.pem", "/etc/ssl/certs/ca-certificates.crt"], check=True)
os.execvp(sys.argv[2], sys.argv[2:])
`;

/**
 * What the program prints, as JSON. It is given a folder of its own.
 * @param trusted is all that the machine trusts there; its key is in `origin.json` of the folder
 */
export async function enterNetwork(program: string, trusted?: Certificate): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-network-'));
  if (trusted !== undefined) {
    writeFileSync(join(folder, 'roots.pem'), trusted.cert);
    writeFileSync(join(folder, 'origin.json'), JSON.stringify(trusted));
  }
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  // Whoever makes the namespaces is root in them, and the gateway is to be who it is.
  const [into, back] =
    uid === 0 ? [[], []] : [['--map-root-user'], ['unshare', `--map-user=${uid}`, `--map-group=${gid}`]];
  const command = [...back, process.execPath, program, folder];
  try {
    const child = spawn(
      'unshare',
      [...into, '--net', '--mount', '/usr/bin/python3', '-I', '-c', enter, folder, ...command],
      { stdio: ['ignore', 'pipe', 'inherit'], timeout: slow(120_000) },
    );
    const [output, [status]] = await Promise.all([
      text(child.stdout),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    assert.equal(status, 0, output);
    return JSON.parse(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
