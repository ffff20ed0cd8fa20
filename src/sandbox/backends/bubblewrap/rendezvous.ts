// The Unix socket on which newborn sandboxes present themselves: three connections each, or four, with a one-time token.
// The outer jail shows the socket; a sandbox has no path to it any more when guest code starts.
import { join } from 'node:path';
import { openFolder } from '../../../host/files.js';
import { listenOnUnixSocket, type Socket, type UnixListener } from '../../../host/listen-on-unix-socket.js';
import type { Identity } from '../../../host/process-identity.js';

/** The streams of one newborn. */
export interface Connections {
  readonly control: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
}

/** Of a sandbox that no template speaks for: the line to its pid 1 besides (standalone/reaper-line.ts). */
export interface ConnectionsWithLine extends Connections {
  readonly line: Socket;
}

type Role = keyof ConnectionsWithLine;

const roles = {
  c: 'control',
  o: 'stdout',
  e: 'stderr',
  i: 'line',
} as const satisfies Record<string, Role>;
const tokenLength = 32;
const helloLength = tokenLength + 1;
const helloTimeoutMs = 10_000;
const mostStrangers = 256;

interface Expected {
  readonly connections: Partial<Record<Role, Socket>>;
  readonly wanted: readonly Role[];
  readonly resolve: (connections: ConnectionsWithLine) => void;
}

export class Rendezvous {
  readonly socketPath: string;
  readonly #expected = new Map<string, Expected>();
  readonly #strangers = new Set<Socket>();
  #listener: UnixListener | null = null;
  #closeFolder: (() => Promise<void>) | null = null;

  private constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /** Listens in `folder`, for `guest` only. */
  static async open(folder: string, guest: Identity): Promise<Rendezvous> {
    const rendezvous = new Rendezvous(join(folder, 'sock'));
    const { descriptorPath, close } = await openFolder(folder);
    rendezvous.#closeFolder = close;
    // Bound through a descriptor: getpeername(2) in a sandbox then tells no host path, and a long path fits.
    rendezvous.#listener = await rendezvous.listenAt(`${descriptorPath}/sock`, guest);
    return rendezvous;
  }

  /** Listens at one more place, for `guest` only; the caller closes it. */
  listenAt(path: string, guest: Identity): Promise<UnixListener> {
    return listenOnUnixSocket(path, { owner: guest, backlog: 128 }, (socket) => {
      this.#greet(socket);
    });
  }

  /** The connections that present `token`; stays pending where they never come: see `forget`. */
  expect(token: string): Promise<Connections> {
    return this.#expect(token, ['control', 'stdout', 'stderr']);
  }

  /** Likewise, four of them. */
  expectWithLine(token: string): Promise<ConnectionsWithLine> {
    return this.#expect(token, ['control', 'stdout', 'stderr', 'line']);
  }

  #expect(token: string, wanted: readonly Role[]): Promise<ConnectionsWithLine> {
    return new Promise((resolve) => {
      this.#expected.set(token, { connections: {}, wanted, resolve });
    });
  }

  /** Gives up waiting for `token`. */
  forget(token: string): void {
    const expected = this.#expected.get(token);
    this.#expected.delete(token);
    for (const socket of Object.values(expected?.connections ?? {})) socket.destroy();
  }

  async close(): Promise<void> {
    for (const token of [...this.#expected.keys()]) this.forget(token);
    for (const socket of this.#strangers) socket.destroy();
    this.#listener?.close();
    await this.#closeFolder?.();
  }

  #greet(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.#strangers.size >= mostStrangers) {
      socket.destroy();
      return;
    }
    this.#strangers.add(socket);
    const timer = setTimeout(() => socket.destroy(), helloTimeoutMs);
    const leave = (): void => {
      clearTimeout(timer);
      this.#strangers.delete(socket);
    };
    socket.once('close', leave);
    const read = (): void => {
      const hello = socket.read(helloLength) as Buffer | null;
      if (hello === null) return;
      socket.off('readable', read);
      socket.off('close', leave);
      leave();
      this.#admit(hello.toString('latin1'), socket);
    };
    socket.on('readable', read);
  }

  #admit(hello: string, socket: Socket): void {
    const token = hello.slice(0, tokenLength);
    const role = roles[hello.slice(tokenLength) as keyof typeof roles] as Role | undefined;
    const expected = this.#expected.get(token);
    if (
      expected === undefined ||
      role === undefined ||
      !expected.wanted.includes(role) ||
      expected.connections[role] !== undefined
    ) {
      socket.destroy();
      return;
    }
    expected.connections[role] = socket;
    if (expected.wanted.some((wanted) => expected.connections[wanted] === undefined)) return;
    this.#expected.delete(token);
    // All that were wanted are there.
    expected.resolve(expected.connections as ConnectionsWithLine);
  }
}
