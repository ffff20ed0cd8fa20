// port.loopback: the one address besides loopback on which a gateway may listen: that of the container which it is alone in.
// Which one that is, is decided here, by what was seen; nobody can name it.
import { PymcpError } from './errors.js';

declare const checked: unique symbol;

/** An IPv4 address of this container. Only `chooseContainerAddress` makes one. */
export type ContainerAddress = string & { readonly [checked]: 'ContainerAddress' };

/** What the entry point of the image sees around it. */
export interface ContainerSurroundings {
  /** Whether the mark of our image is there, and root's. */
  readonly isOurImage: boolean;
  /** Whether processes are numbered as on the host. */
  readonly sharesProcesses: boolean;
  /** Whether the network is that of the host. */
  readonly sharesNetwork: boolean;
  /** IPv4 addresses of all interfaces but loopback. */
  readonly addresses: readonly string[];
}

/**
 * null: there is no network, and loopback is all there is.
 * @throws PymcpError `gateway.not-contained`
 */
export function chooseContainerAddress(surroundings: ContainerSurroundings): ContainerAddress | null {
  const { isOurImage, sharesProcesses, sharesNetwork, addresses } = surroundings;
  if (!isOurImage) throw refused('this is not the image of isolated-pymcp', useServe);
  if (sharesProcesses) throw refused('this is no container: its processes are those of the host', useServe);
  if (sharesNetwork)
    throw refused(
      'the network is that of the host, so an address of it is one that others reach',
      'leave --network host out, and publish the port on loopback: -p 127.0.0.1:3001:3001',
    );
  if (addresses.length > 1)
    throw refused(
      `the container has several addresses (${addresses.join(', ')}), and none may be guessed`,
      'give it one network; container/compose.yaml does',
    );
  return (addresses[0] as ContainerAddress | undefined) ?? null;
}

const useServe = 'use pymcp serve, which listens on 127.0.0.1';

function refused(why: string, hint: string): PymcpError {
  return new PymcpError(
    'gateway.not-contained',
    `serve-in-image is for the container alone, and ${why}`,
    hint,
  );
}
