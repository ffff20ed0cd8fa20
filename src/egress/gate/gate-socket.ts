// The socket of the proxy, in a private folder of its own below the runtime folder: traversable by the guests, who are another user
// where root started the gateway, and writable to them alone once their engine has made it theirs.
import { join } from 'node:path';
import { openFolder } from '../../host/files.js';
import { openRuntimeFolder } from '../../host/runtime-folder.js';
import { EgressProxy, type ProxyOptions } from '../proxy/egress-proxy.js';

export interface GateSocket {
  readonly path: string;
  readonly proxy: EgressProxy;
  /** Never rejects. */
  readonly close: () => Promise<void>;
}

/** What the proxy takes for the internet: the real one where left out. */
export type GateWorld = Pick<ProxyOptions, 'network' | 'roots'>;

/** @throws PymcpError `egress.not-listening`, `host.runtime-folder`; nothing is left then */
export async function openGateSocket(world: GateWorld = {}): Promise<GateSocket> {
  const { path: folder, remove } = await openRuntimeFolder();
  try {
    const { descriptorPath, close: closeFolder } = await openFolder(folder);
    try {
      // Bound through a descriptor: getpeername(2) in a sandbox then tells no host path, and a long path fits.
      const proxy = await EgressProxy.open({ ...world, path: join(descriptorPath, socketName) });
      const close = async (): Promise<void> => {
        await proxy.close();
        await closeFolder();
        await remove();
      };
      return { path: join(folder, socketName), proxy, close: () => close().catch(() => undefined) };
    } catch (error) {
      await closeFolder();
      throw error;
    }
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
}

const socketName = 'egress.sock';
