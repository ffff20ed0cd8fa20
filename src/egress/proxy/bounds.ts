// What one run may use of the network, and how long it may be silent. Pure data; the caller of openRun chooses.

export interface RunBounds {
  /** Connections of its programs at once, and connections to hosts at once. */
  readonly connectionsAtOnce: number;
  /** Of its programs, in all; then it gets no more word. */
  readonly connections: number;
  /** Requests and tunnels in all, those that are denied among them. */
  readonly attempts: number;
  /** To hosts and from hosts, headers and TLS included. */
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** From the start of the run. */
  readonly wallMs: number;
  /** Without a byte in either direction. */
  readonly idleMs: number;
  /** From the first byte of a request to the last of its headers, and for the first words of a tunnel. */
  readonly headMs: number;
}

const MiB = 1024 * 1024;

export const defaultRunBounds: RunBounds = {
  connectionsAtOnce: 64,
  connections: 20_000,
  attempts: 10_000,
  bytesUp: 256 * MiB,
  bytesDown: 1024 * MiB,
  wallMs: 60 * 60 * 1000,
  idleMs: 60_000,
  headMs: 15_000,
};

/** Of all runs together, at one socket. */
export interface ProxyBounds {
  readonly connections: number;
  /** Connections that have not said yet whose they are; beyond it the oldest goes. */
  readonly strangers: number;
  readonly tokenMs: number;
}

export const defaultProxyBounds: ProxyBounds = { connections: 2048, strangers: 128, tokenMs: 5_000 };
