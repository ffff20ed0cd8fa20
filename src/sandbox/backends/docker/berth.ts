// net.none: the way of one container to us, and how it is taken away. Our sockets are made in a folder of the container's own, a small
// tmpfs, from outside: nothing of the host is mounted there, and the table of mounts has nothing to tell. Whoever is in there waits for
// its plan, and nothing of a guest's has run.
import { PymcpError } from '../../../core/errors.js';
import { messageOf } from '../../../core/message-of.js';
import { leadToUnixSocket } from '../../../host/lead-to-unix-socket.js';
import type { UnixListener } from '../../../host/listen-on-unix-socket.js';
import { SocketFolder } from '../../../host/socket-folder.js';
import type { Site } from '../standalone/open-standalone-template.js';
import { egressName, socketFolder, socketName } from '../standalone/root-plan.js';

/** Twice what the relay has at once: one that was closed there may not be so here yet. */
const mostWays = 128;

export class Berth {
  readonly #folder: SocketFolder;
  #gateway: UnixListener | null = null;
  #egress: UnixListener | null = null;

  private constructor(folder: SocketFolder) {
    this.#folder = folder;
  }

  /**
   * @param container folder in /proc of its pid 1, which nobody else can be
   * @throws PymcpError `jail.start-failed`; nothing is left then
   */
  static async open(container: string, site: Pick<Site, 'guest' | 'policy' | 'rendezvous'>): Promise<Berth> {
    try {
      const berth = new Berth(await SocketFolder.open(`${container}/root${socketFolder}`));
      try {
        await berth.#listen(site);
        return berth;
      } catch (error) {
        await berth.close();
        throw error;
      }
    } catch (cause) {
      throw new PymcpError(
        'jail.start-failed',
        `the way into a container of Docker's could not be opened: ${messageOf(cause)}; nothing was run`,
        'it takes a folder in memory, which the daemon mounts, and the right to look at what runs as this user: ' +
          '`pymcp doctor --backend docker` shows what this machine lacks',
        { cause },
      );
    }
  }

  async #listen({ guest, policy, rendezvous }: Pick<Site, 'guest' | 'policy' | 'rendezvous'>): Promise<void> {
    this.#gateway = await rendezvous.listenAt(this.#folder.pathOf(socketName), guest);
    if (policy.network === undefined) return;
    this.#egress = await leadToUnixSocket(this.#folder.pathOf(egressName), policy.network.socketPath, {
      ...{ owner: guest, backlog: mostWays, most: mostWays },
    });
  }

  /** As Vessel.withdraw. Where the container has ended, there is nothing to take away. */
  withdraw(what: 'gateway' | 'rest'): void {
    if (what === 'gateway') {
      this.#gateway?.close();
      this.#gateway = null;
      this.#folder.remove(socketName);
      return;
    }
    // The relay connects by a descriptor: it is listened to until the end, at no name.
    this.#folder.remove(egressName);
    this.#folder.seal();
  }

  /** All connections to the proxy end, too. The folder goes last: listeners find their names by it when they are closed. */
  async close(): Promise<void> {
    this.#gateway?.close();
    this.#egress?.close();
    await this.#folder.close();
  }
}
