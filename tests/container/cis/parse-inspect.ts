// From what `docker inspect` and `podman inspect` print to facts. Where the two differ, both are read here and nowhere else.
import type { ImageFacts, MountFacts, PortFacts, RuntimeFacts } from './facts.js';

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const tree = (value: unknown): Tree => (isTree(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const texts = (value: unknown): string[] => list(value).map(text);

/** What `inspect` says of an image, without what only its layers tell. @param printed parsed JSON, one object in a list */
export function parseImage(
  printed: unknown,
): Omit<ImageFacts, 'setidFiles' | 'unneededPrograms' | 'secrets'> & { readonly id: string } {
  const image = onlyOne(printed);
  const config = tree(image['Config']);
  const check = tree(config['Healthcheck'] ?? image['Healthcheck'] ?? image['HealthCheck']);
  const [verb] = texts(check['Test']);
  return {
    id: withoutPrefix(text(image['Id'])),
    user: text(config['User']),
    hasHealthCheck: verb !== undefined && verb !== 'NONE',
    environment: texts(config['Env']),
    exposedPorts: Object.keys(tree(config['ExposedPorts'])),
    labels: Object.fromEntries(
      Object.entries(tree(config['Labels'])).map(([name, value]) => [name, text(value)]),
    ),
  };
}

/** What `inspect` says of a running container. @param printed parsed JSON, one object in a list */
export function parseRuntime(printed: unknown): RuntimeFacts {
  const container = onlyOne(printed);
  const host = tree(container['HostConfig']);
  const restart = tree(host['RestartPolicy']);
  return {
    apparmorProfile: text(container['AppArmorProfile']),
    selinuxLabel: text(container['ProcessLabel']),
    securityOptions: texts(host['SecurityOpt']),
    ...parseCapabilities(container, host),
    isPrivileged: host['Privileged'] !== false,
    mounts: list(container['Mounts']).map(parseMount),
    ports: Object.entries(tree(tree(container['NetworkSettings'])['Ports'])).flatMap(parsePort),
    networkMode: parseNetworkMode(container, host),
    memoryBytes: number(host['Memory']),
    memorySwapBytes: number(host['MemorySwap']),
    nanoCpus: parseCpus(host),
    hasReadOnlyRoot: host['ReadonlyRootfs'] === true,
    restart: { name: text(restart['Name']), most: number(restart['MaximumRetryCount']) },
    pidMode: text(host['PidMode']),
    ipcMode: text(host['IpcMode']),
    utsMode: text(host['UTSMode']),
    userMode: text(host['UsernsMode']),
    devices: list(host['Devices']).map((device) => text(tree(device)['PathOnHost'])),
    ulimits: list(host['Ulimits']).map((limit) => toLimitName(text(tree(limit)['Name']))),
    cgroupParent: text(host['CgroupParent']),
    pidsLimit: number(host['PidsLimit']),
    health: text(tree(tree(container['State'])['Health'])['Status']),
    imageId: withoutPrefix(text(container['Image'])),
  };
}

function onlyOne(printed: unknown): Tree {
  const [first, ...more] = list(printed);
  if (!isTree(first) || more.length > 0) throw new Error('inspect of one thing was expected');
  return first;
}

const withoutPrefix = (id: string): string => id.replace(/^sha256:/, '');
/** Podman says `RLIMIT_NOFILE`, Docker `nofile`. */
const toLimitName = (name: string): string => name.replace(/^RLIMIT_/, '').toLowerCase();

/** Podman spells out what was dropped and says what is left; Docker repeats the words that it was given. */
function parseCapabilities(
  container: Tree,
  host: Tree,
): Pick<RuntimeFacts, 'addedCapabilities' | 'dropsAllCapabilities'> {
  const addedCapabilities = texts(host['CapAdd']);
  if ('BoundingCaps' in container)
    return { addedCapabilities, dropsAllCapabilities: texts(container['BoundingCaps']).length === 0 };
  return { addedCapabilities, dropsAllCapabilities: texts(host['CapDrop']).includes('ALL') };
}

function parseMount(mount: unknown): MountFacts {
  const { Type, Source, Destination, Propagation } = tree(mount);
  return {
    type: text(Type),
    source: text(Source),
    destination: text(Destination),
    propagation: text(Propagation),
  };
}

function parsePort([container, bindings]: [string, unknown]): PortFacts[] {
  return list(bindings).map((binding) => {
    const { HostIp, HostPort } = tree(binding);
    return { container, hostAddress: text(HostIp), hostPort: Number(text(HostPort)) };
  });
}

/** Podman calls every bridge `bridge`: which one stands among the networks. */
function parseNetworkMode(container: Tree, host: Tree): string {
  const mode = text(host['NetworkMode']);
  const [name] = Object.keys(tree(tree(container['NetworkSettings'])['Networks']));
  return mode === 'bridge' && name !== undefined ? name : mode;
}

function parseCpus(host: Tree): number {
  const period = number(host['CpuPeriod']) || 100_000;
  return number(host['NanoCpus']) || Math.max(0, (number(host['CpuQuota']) / period) * 1e9);
}
