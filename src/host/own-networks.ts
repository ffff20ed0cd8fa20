// The networks that this machine is part of: its own addresses, and those of its neighbours.
import { networkInterfaces } from 'node:os';

/** As address and length of the prefix (`192.0.2.7/24`), of every interface that is up now. */
export function listOwnNetworks(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.flatMap(({ address, cidr }) => cidr ?? `${address}/${address.includes(':') ? 128 : 32}`),
  );
}
