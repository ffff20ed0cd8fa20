// Names of our groups: <base>/isolated-pymcp-<uid>/gw-<pid>-<start>-<pid namespace>/<leaf>.
import { PymcpError } from '../../core/errors.js';
import type { ProcessIdentity } from './process-identity.js';

/** The group that carries the total of all gateways of one user. */
export function toTotalName(uid: number): string {
  return `isolated-pymcp-${uid}`;
}

/** One gateway's group. The namespace is part of it because a pid means nothing outside its pid namespace. */
export function toGatewayName(owner: ProcessIdentity): string {
  return `gw-${owner.pid}-${owner.startTicks}-${owner.pidNamespace}`;
}

export function parseGatewayName(name: string): ProcessIdentity | undefined {
  const parts = /^gw-(\d+)-(\d+)-(\d+)$/.exec(name);
  if (parts === null) return undefined;
  const [, pid = '', startTicks = '', pidNamespace = ''] = parts;
  return { pid: Number(pid), startTicks, pidNamespace };
}

/** The scope that all gateways of one user share under systemd. */
export function toScopeName(uid: number): string {
  return `${toTotalName(uid)}.scope`;
}

/** v2 only: where a gateway itself sits, since a group with children may hold no process (cgroup-v2.rst). */
export function toSeatName(pid: number): string {
  return `gateway-${pid}`;
}

export function parseSeatName(name: string): number | undefined {
  const parts = /^gateway-(\d+)$/.exec(name);
  return parts === null ? undefined : Number(parts[1]);
}

/** @throws PymcpError `internal.bug`: leaf names come from our own code */
export function checkLeafName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,62}$/.test(name)) return;
  throw new PymcpError('internal.bug', 'a control group was given an invalid name', 'please report this');
}
