// The proxy's side that speaks SOCKS 5 (RFC 1928): tunnels to hosts by name, without its own login. An address is taken where a rule
// names it, as everywhere.
import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { EgressNetwork } from '../net/egress-network.js';
import { type HostReading, readAddress, readWireHost } from '../policy/canonical-host.js';
import type { EgressRun } from './egress-run.js';
import type { EgressTarget } from '../policy/rule.js';
import { receiveBytes } from './receive-bytes.js';
import { refuseUnread } from './refuse-unread.js';
import type { Refusal } from './refusal.js';
import { serveTunnel, type TunnelRequest } from './serve-tunnel.js';

export const socksVersion = 5;
const noLogin = 0;
const noneFits = 0xff;
const connectCommand = 1;

const replies = {
  opened: 0,
  general: 1,
  denied: 2,
  unreachable: 4,
  command: 7,
  addressType: 8,
} as const;

/** @param socket paused; its first byte was seen to be the version */
export async function serveSocks(
  socket: Socket,
  run: EgressRun,
  network: EgressNetwork,
  takeInside: TunnelRequest['takeInside'],
): Promise<void> {
  const { headMs } = run.bounds;
  const greeting = await receiveBytes(socket, headMs, (bytes) =>
    bytes.length < 2 ? 2 : 2 + (bytes[1] ?? 0),
  );
  if (greeting === null) return;
  if (!greeting.subarray(2).includes(noLogin)) {
    socket.end(Buffer.from([socksVersion, noneFits]), () => socket.destroy());
    return;
  }
  socket.write(Buffer.from([socksVersion, noLogin]));
  const request = await receiveBytes(socket, headMs, lengthOf);
  if (request === null) return;
  const target = readTarget(request);
  if ('code' in target) {
    const why = 'the request of SOCKS is none that can be served';
    await refuseUnread(run, { way: 'socks', asked: target.asked, why, hint: 'ask for a host by its name' });
    refuse(socket, target.code);
    return;
  }
  await serveTunnel(
    { run, network, client: socket, head: Buffer.alloc(0), target, way: 'socks', takeInside },
    {
      opened: () => socket.write(toReply(replies.opened)),
      refused: (refusal) => {
        refuse(socket, toCode(refusal));
      },
    },
  );
}

/** How many bytes a request has, as far as that can be seen. */
function lengthOf(bytes: Buffer): number {
  if (bytes.length < 5) return 5;
  const [, , , type = 0, first = 0] = bytes;
  const address = type === 1 ? 4 : type === 4 ? 16 : type === 3 ? 1 + first : 1;
  return 4 + address + 2;
}

interface Unserved {
  readonly code: number;
  readonly asked: string;
}

function readTarget(bytes: Buffer): EgressTarget | Unserved {
  const [version, command, reserved, type] = bytes;
  const address = bytes.subarray(4, -2);
  const asked = address.toString('latin1');
  if (version !== socksVersion || reserved !== 0) return { code: replies.general, asked };
  if (command !== connectCommand) return { code: replies.command, asked };
  const host = readTyped(type ?? 0, address);
  if (host === null) return { code: replies.addressType, asked };
  const port = bytes.readUInt16BE(bytes.length - 2);
  return host.kind === 'refused' || port === 0 ? { code: replies.denied, asked } : { host, port };
}

function readTyped(type: number, address: Buffer): HostReading | null {
  if (type === 1 || type === 4) return readAddress(ipaddr.fromByteArray([...address]).toString());
  // latin1 keeps every byte apart, so that two names do not become one.
  return type === 3 ? readWireHost(address.subarray(1).toString('latin1')) : null;
}

const toCode = ({ status }: Refusal): number => (status === 502 ? replies.unreachable : replies.denied);

function refuse(socket: Socket, code: number): void {
  socket.end(toReply(code), () => socket.destroy());
}

/** The address that was dialled is nobody's business. */
const toReply = (code: number): Buffer => Buffer.from([socksVersion, code, 0, 1, 0, 0, 0, 0, 0, 0]);
