// Who listens in a network namespace, as the kernel says (proc(5), /proc/net/tcp and the like).
import { readFileSync } from 'node:fs';

export interface Listener {
  readonly protocol: string;
  /** As a client would write it; of IPv6 as the kernel has it. */
  readonly address: string;
  readonly port: number;
}

const listening = '0A';
/** A UDP socket that waits for anybody. */
const unconnected = '07';

/** @param read the text of /proc/net/NAME */
export function parseListeners(read: (name: string) => string): Listener[] {
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    read(protocol)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === (protocol.startsWith('tcp') ? listening : unconnected))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        return { protocol, address: toAddress(address), port: Number.parseInt(port, 16) };
      }),
  );
}

/** @param pid of a process in that namespace, or `self` */
export function listListeners(pid: number | 'self'): Listener[] {
  return parseListeners((name) => readFileSync(`/proc/${pid}/net/${name}`, 'utf8'));
}

function toAddress(hexadecimal: string): string {
  if (hexadecimal.length !== 8) return hexadecimal;
  return [6, 4, 2, 0].map((at) => Number.parseInt(hexadecimal.slice(at, at + 2), 16)).join('.');
}
