// container/compose.yaml as the arguments of `docker run` or `podman run`, for machines that have an engine and no compose.
// fail.closed: a key or a form that is not known here ends it, so that no line of the file is silently lost.
import { isAbsolute, join } from 'node:path';
import { parse } from 'yaml';

export type EngineKind = 'docker' | 'podman';
type Variables = Readonly<Record<string, string | undefined>>;

export interface RunPlan {
  readonly name: string;
  readonly image: string;
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Of `run`, the image last. */
  readonly arguments: readonly string[];
}

export interface ComposeSource {
  readonly text: string;
  /** Absolute: what relative paths of it start from. */
  readonly folder: string;
  readonly variables: Variables;
}

interface Context {
  readonly engine: EngineKind;
  readonly project: string;
  readonly folder: string;
  readonly volumes: readonly string[];
}

type Writer = (value: unknown, context: Context) => readonly string[];

export function toRunPlan({ text, folder, variables }: ComposeSource, engine: EngineKind): RunPlan {
  const file = asRecord(parse(interpolate(text, variables)), 'the file');
  refuseUnknown(file, ['name', 'services', 'networks', 'volumes'], 'the file');
  const services = Object.values(asRecord(file['services'], 'services'));
  if (services.length !== 1) throw new Error('services: there is not one service');
  const service = asRecord(services[0], 'the service');
  refuseUnknown(service, [...Object.keys(writers), 'image', 'networks'], 'the service');
  const project = asText(file['name'], 'name');
  const networks = asList(service['networks'], 'networks').map((one) => `${project}_${one}`);
  const context = { engine, project, folder, volumes: Object.keys(asRecord(file['volumes'], 'volumes')) };
  const image = asText(service['image'], 'image');
  return {
    name: asText(service['container_name'], 'container_name'),
    image,
    networks,
    volumes: context.volumes.map((one) => `${project}_${one}`),
    arguments: [
      ...Object.entries(writers).flatMap(([key, write]) =>
        service[key] === undefined ? [] : write(service[key], context),
      ),
      ...networks.map((network) => `--network=${network}`),
      image,
    ],
  };
}

/** `${NAME:-default}`, the one form that is used: an empty variable counts as none. */
function interpolate(text: string, variables: Variables): string {
  return text.replace(/\$\{([A-Z_]+):-([^}]*)\}/g, (_, name: string, fallback: string) => {
    const value = variables[name] ?? '';
    return value === '' ? fallback : value;
  });
}

const flag =
  (name: string): Writer =>
  (value) => [`--${name}=${asText(value, name)}`];
const flags =
  (name: string): Writer =>
  (value) =>
    asList(value, name).map((one) => `--${name}=${one}`);

const writers: Readonly<Record<string, Writer>> = {
  container_name: flag('name'),
  pull_policy: flag('pull'),
  ports: flags('publish'),
  read_only: (value, { engine }) => {
    if (value !== true) throw new Error('read_only is not true');
    // Podman would add folders that can be written, without a bound.
    return engine === 'podman' ? ['--read-only', '--read-only-tmpfs=false'] : ['--read-only'];
  },
  tmpfs: flags('tmpfs'),
  volumes: (value, context) => asList(value, 'volumes').map((one) => `--volume=${toVolume(one, context)}`),
  working_dir: flag('workdir'),
  environment: (value) =>
    Object.entries(asRecord(value, 'environment')).map(([name, one]) => `--env=${name}=${asText(one, name)}`),
  cap_drop: flags('cap-drop'),
  security_opt: (value, context) =>
    asList(value, 'security_opt').map((one) => `--security-opt=${toSecurityOption(one, context)}`),
  mem_limit: flag('memory'),
  memswap_limit: flag('memory-swap'),
  cpus: flag('cpus'),
  pids_limit: flag('pids-limit'),
  ulimits: (value) =>
    Object.entries(asRecord(value, 'ulimits')).map(([name, one]) => `--ulimit=${name}=${toUlimit(one)}`),
  restart: flag('restart'),
  stop_grace_period: (value) => [
    `--stop-timeout=${asText(value, 'stop_grace_period').replace(/^(\d+)s$/, '$1')}`,
  ],
  logging: toLogging,
};

function toVolume(text: string, { folder, project, volumes }: Context): string {
  const [source = '', ...rest] = text.split(':');
  const place = volumes.includes(source)
    ? `${project}_${source}`
    : isAbsolute(source)
      ? source
      : join(folder, source);
  return [place, ...rest].join(':');
}

function toSecurityOption(text: string, { engine, folder }: Context): string {
  const [, profile] = text.match(/^seccomp=(.*)$/) ?? [];
  if (profile !== undefined) return `seccomp=${isAbsolute(profile) ? profile : join(folder, profile)}`;
  if (engine === 'docker') return text;
  // Podman's words for the same.
  if (text === 'no-new-privileges:true') return 'no-new-privileges';
  return text === 'systempaths=unconfined' ? 'unmask=ALL' : text;
}

function toUlimit(value: unknown): string {
  if (typeof value === 'number') return `${value}:${value}`;
  const { soft, hard } = asRecord(value, 'ulimits');
  return `${asText(soft, 'soft')}:${asText(hard, 'hard')}`;
}

function toLogging(value: unknown, { engine }: Context): readonly string[] {
  const { driver, options } = asRecord(value, 'logging');
  return [
    `--log-driver=${asText(driver, 'driver')}`,
    ...Object.entries(asRecord(options, 'options'))
      // Podman keeps one file, of that size.
      .filter(([name]) => engine === 'docker' || name !== 'max-file')
      .map(([name, one]) => `--log-opt=${name}=${asText(one, name)}`),
  ];
}

function refuseUnknown(
  record: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: string,
): void {
  const unknown = Object.keys(record).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`${where} has keys that are not known here: ${unknown.join(', ')}`);
}

function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new Error(`${name} is no mapping`);
}

function asText(value: unknown, name: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new Error(`${name} is no text`);
}

function asList(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.map((one) => asText(one, name));
  throw new Error(`${name} is no list`);
}
