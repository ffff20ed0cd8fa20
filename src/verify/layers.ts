// What can stop an attack, by name, as the headers of attacks say it. Pure data. A layer that this machine may lack names the
// finding of `pymcp doctor` that says so; `own-namespaces` is there only where a container is the outer boundary.

export interface Layer {
  /** What it does, for a person. */
  readonly what: string;
  /** The finding that is not `ok` where the machine has it not; null where every machine that runs anything has it. */
  readonly finding: string | null;
}

// prettier-ignore
export const layers = {
  'user-namespace': { what: 'a user namespace with one user in it', finding: 'own-namespaces' },
  'pid-namespace': { what: 'a pid namespace of its own', finding: 'own-namespaces' },
  'net-namespace': { what: 'a network namespace with loopback only', finding: 'own-namespaces' },
  'ipc-namespace': { what: 'an ipc namespace of its own', finding: 'own-namespaces' },
  'cgroup-namespace': { what: 'a cgroup namespace of its own', finding: 'own-namespaces' },
  'uts-namespace': { what: 'a host name of its own', finding: 'own-namespaces' },
  'user-namespace-quota': { what: 'no further user namespaces', finding: 'own-namespaces' },
  mounts: { what: 'a root of its own, read-only but for scratch', finding: 'own-namespaces' },
  masks: { what: 'masks over secrets of the workspace, read-only binds over what the host obeys', finding: 'own-namespaces' },
  'created-is-reported': { what: 'new files that the host obeys are listed in the result', finding: null },
  'outputs-are-read-inside': { what: 'files that come out are read by the jailed process', finding: null },
  'scratch-size': { what: 'scratch folders bounded in bytes and inodes', finding: 'own-namespaces' },
  descriptors: { what: 'every other descriptor closed', finding: null },
  capabilities: { what: 'no capability', finding: null },
  'no-new-privs': { what: 'no_new_privs', finding: null },
  landlock: { what: 'Landlock', finding: 'landlock' },
  seccomp: { what: 'the seccomp filter', finding: null },
  rlimits: { what: 'limits of a process', finding: null },
  'oom-score': { what: 'guests are the first that the kernel takes when memory is short', finding: null },
  dumpable: { what: 'pid 1 that cannot be looked into', finding: 'own-namespaces' },
  'user-id': { what: 'a user id that owns nothing', finding: null },
  'empty-environment': { what: 'an environment with nothing of the host', finding: null },
  'fresh-sandbox': { what: 'a sandbox that nobody has used', finding: null },
  'fresh-randomness': { what: 'random numbers that no other sandbox draws', finding: null },
  reaper: { what: 'pid 1, whose end ends all', finding: 'own-namespaces' },
  cgroup: { what: 'a control group', finding: 'control-groups' },
  watchdog: { what: 'the host that watches and kills', finding: null },
  'host-quota': { what: "the kernel's own quota of a user", finding: null },
  'wall-clock': { what: 'the deadline of the gateway', finding: null },
  'output-cap': { what: 'the bound of output', finding: null },
  'frame-check': { what: 'frames read as hostile bytes', finding: null },
  'way-out': { what: 'a socket of the proxy that the relay alone can reach', finding: 'own-namespaces' },
  'egress-rules': { what: 'rules that name hosts, ports, methods and paths', finding: null },
  'egress-reading': { what: 'hosts and requests that are read in one way, or refused', finding: null },
  'public-addresses': { what: 'addresses of the public internet alone', finding: null },
  'tunnel-names': { what: 'tunnels that begin as TLS for their host', finding: null },
  'run-token': { what: 'a token and placeholders of each run alone', finding: null },
  'egress-bounds': { what: 'bounds of what a run may use of its network', finding: null },
  placeholders: { what: 'a placeholder where a program would have a secret', finding: null },
  'secret-binding': { what: 'secrets that go to their hosts and places alone', finding: null },
  'host-certificates': { what: 'hosts that show their certificate before they get a secret', finding: null },
  'answer-masks': { what: 'masks over secrets in answers, which are asked for as they can be read', finding: null },
  gateway: { what: 'a gateway that takes whatever comes', finding: null },
} as const satisfies Readonly<Record<string, Layer>>;

export type LayerName = keyof typeof layers;

export const isLayerName = (name: string): name is LayerName => Object.hasOwn(layers, name);
