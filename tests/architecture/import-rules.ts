// Who may import whom (DESIGN: "Imports run one way").
import { listImports, type Import, type Problem, type SourceFiles } from './source-files.js';

/** Each folder of src/ and the folders that it may import, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  host: ['core'],
  config: ['core', 'host'],
  connect: ['core', 'host', 'config'],
  sandbox: ['core', 'host', 'config'],
  secrets: ['core', 'host', 'config'],
  audit: ['core', 'host', 'config'],
  tokens: ['core', 'host', 'config'],
  egress: ['core', 'host', 'config', 'secrets', 'audit'],
  execution: ['core', 'host', 'config', 'sandbox', 'secrets', 'audit', 'egress'],
  services: ['core', 'host', 'config', 'sandbox', 'secrets', 'audit', 'egress', 'execution'],
  verify: ['core', 'host', 'config', 'sandbox', 'egress', 'execution'],
  mcp: ['core', 'host', 'config', 'sandbox', 'secrets', 'audit', 'egress', 'execution', 'services', 'tokens'],
  cli: [
    'core',
    'host',
    'config',
    'connect',
    'sandbox',
    'secrets',
    'audit',
    'egress',
    'execution',
    'services',
    'tokens',
    'mcp',
    'verify',
  ],
};

/** The modules of Node.js that open a door to the machine, and the folders that may use them. */
const doors: readonly { readonly modules: readonly string[]; readonly folders: readonly string[] }[] = [
  {
    modules: [
      'fs',
      'fs/promises',
      'child_process',
      'worker_threads',
      'cluster',
      'os',
      'module',
      'vm',
      'repl',
      'inspector',
    ],
    folders: ['host'],
  },
  { modules: ['net', 'dgram', 'dns', 'dns/promises', 'tls'], folders: ['host', 'egress'] },
  { modules: ['http', 'https', 'http2'], folders: ['host', 'egress', 'mcp'] },
];

const folderOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];
const backendOf = (path: string): string | undefined => /^src\/sandbox\/backends\/([^/]+)\//.exec(path)?.[1];

export function layoutProblems(files: SourceFiles): Problem[] {
  return [...files.keys()]
    .filter((path) => !((folderOf(path) ?? '') in mayImport))
    .map((path) => `${path} is in no folder of the layout (${Object.keys(mayImport).join(', ')})`);
}

export function directionProblems(files: SourceFiles): Problem[] {
  return complain(files, ({ from, to }) => {
    const [source = '', target] = [folderOf(from), folderOf(to)];
    if (to.startsWith('.') || to.startsWith('(computed)')) return 'leads nowhere that can be checked';
    if (target === undefined || target === source) return undefined;
    return mayImport[source]?.includes(target) === true
      ? undefined
      : `goes against the direction: ${source} stands below ${target}`;
  });
}

/** Only host/ starts processes or touches files; sockets and HTTP have their few folders. Types open no door. */
export function doorProblems(files: SourceFiles): Problem[] {
  return complain(files, ({ from, to, kind }) => {
    const module = to.replace(/^node:/, '');
    const door = doors.find(({ modules }) => modules.includes(module));
    if (kind === 'type' || door === undefined || door.folders.includes(folderOf(from) ?? ''))
      return undefined;
    return `opens a door to the machine: that is for ${door.folders.join(', ')}`;
  });
}

/**
 * What stands on another's is not written twice: the same template, forks and filter without the namespaces, or the same filter, seal
 * and channel in sandboxes that an engine starts whole.
 */
const standsOn: Readonly<Record<string, readonly string[]>> = {
  contained: ['bubblewrap'],
  standalone: ['bubblewrap'],
  gvisor: ['standalone', 'bubblewrap'],
  docker: ['container', 'standalone', 'bubblewrap'],
  container: ['standalone', 'bubblewrap'],
};

/** Only the registry knows concrete backends, and no backend knows another, but for one that stands on it. */
export function backendProblems(files: SourceFiles): Problem[] {
  return complain(files, ({ from, to }) => {
    const backend = backendOf(to);
    const own = backendOf(from);
    if (backend === undefined || backend === own || from === 'src/sandbox/registry.ts') return undefined;
    if (own !== undefined && standsOn[own]?.includes(backend) === true) return undefined;
    return 'knows a concrete backend: only src/sandbox/registry.ts does';
  });
}

/** What the others may load of channel/: the rest takes guest bytes apart. */
const channelDoors = ['guest-channel', 'output-capture', 'output-tap'].map(
  (name) => `src/sandbox/channel/${name}.ts`,
);

/** Only channel/ reads guest bytes. */
export function channelProblems(files: SourceFiles): Problem[] {
  const inside = 'src/sandbox/channel/';
  return complain(files, ({ from, to, kind }) => {
    if (kind === 'type' || !to.startsWith(inside) || from.startsWith(inside)) return undefined;
    return channelDoors.includes(to) ? undefined : `reads guest bytes: only ${inside} does`;
  });
}

export function cycleProblems(files: SourceFiles): Problem[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of listImports(files)) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const problems: Problem[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path))
      problems.push(`a cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`);
    if (trail.includes(path) || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return problems;
}

function complain(files: SourceFiles, what: (one: Import) => string | undefined): Problem[] {
  return listImports(files).flatMap((one) => {
    const complaint = what(one);
    return complaint === undefined ? [] : [`${one.from} imports ${one.to}, which ${complaint}`];
  });
}
