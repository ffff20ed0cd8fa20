// What of the host a Python needs: the read-only folders that the jail shows, and nothing else of /usr.
// jail.kernel: no other host tool (FACTS: a whole /usr shows docker, gdb, perl…).
import { dirname } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { exists, isExecutable, readdir, readLinkTarget, realpath } from '../../../host/files.js';
import { processorArchitecture } from '../../../host/process-identity.js';
import { runCommand } from '../../../host/run-command.js';
import { scarcityHint } from '../../../host/scarcity-hint.js';

export interface PythonInstallation {
  /** Real path of the interpreter, the same inside. */
  readonly interpreter: string;
  /** Real path of the dynamic loader, the same inside. */
  readonly loader: string;
  readonly version: string;
  /** Absolute folders and files, shown read-only at the same path; none lies below another. */
  readonly binds: readonly string[];
  /** Links outside /etc: path → target. */
  readonly links: Readonly<Record<string, string>>;
  /** Links below /etc: path below it → target. */
  readonly etcLinks: Readonly<Record<string, string>>;
  /**
   * Where it looks for packages when it starts. Of those that `binds` would show where `ShownPackages` is `none`, all: something
   * else is to be shown there. Otherwise one that is not there in the jail.
   */
  readonly siteFolders: readonly string[];
}

/** Of the packages that are installed beside an interpreter: all, or none, where an environment brings others. */
export type ShownPackages = 'installed' | 'none';

const platforms = {
  x64: { loader: '/lib64/ld-linux-x86-64.so.2', libraries: ['/usr/lib/x86_64-linux-gnu', '/usr/lib64'] },
  arm64: { loader: '/lib/ld-linux-aarch64.so.1', libraries: ['/usr/lib/aarch64-linux-gnu', '/usr/lib64'] },
} as const;

export type Architecture = keyof typeof platforms;

/** Data that the standard library and the usual packages look for. */
const dataFolders = [
  '/usr/lib/locale',
  '/usr/share/zoneinfo',
  '/usr/share/matplotlib',
  '/etc/matplotlibrc',
  '/usr/share/fonts/truetype/dejavu',
] as const;

const installHint = 'install it: sudo apt-get install -y python3';

/** @throws PymcpError `host.unsupported` on other processors than x86-64 and arm64 */
export function hostArchitecture(): Architecture {
  const name = processorArchitecture();
  if (name === 'x64' || name === 'arm64') return name;
  throw new PymcpError(
    'host.unsupported',
    `the processor architecture ${name} has no system call table here`,
    'use an x86-64 or arm64 machine',
  );
}

/**
 * @param interpreter absolute path, e.g. /usr/bin/python3
 * @throws PymcpError `host.program-missing` where it is not a usable CPython ≥ 3.9
 */
export async function describePython(
  interpreter: string,
  packages: ShownPackages = 'installed',
): Promise<PythonInstallation> {
  if (!(await isExecutable(interpreter))) {
    throw new PymcpError('host.program-missing', `${interpreter} is not there`, installHint);
  }
  const platform = platforms[hostArchitecture()];
  const [answer, real, loader] = await Promise.all([
    askPython(interpreter, packages),
    realpath(interpreter),
    realpath(platform.loader).catch(() => null),
  ]);
  if (loader === null) {
    throw new PymcpError(
      'host.unsupported',
      `the dynamic loader ${platform.loader} is not there`,
      'use a Linux distribution with glibc (Debian, Ubuntu, Fedora…), or the container',
    );
  }
  const own = answer.prefixes.filter((prefix) => prefix !== '/usr' && prefix !== '/usr/local');
  const wanted = [real, ...answer.path, ...own, ...platform.libraries, dirname(loader), ...dataFolders];
  const binds = await outermostExisting(wanted);
  return {
    interpreter: real,
    loader,
    version: answer.version,
    binds,
    links: await rootLinks(interpreter, real),
    etcLinks: await alternativeLinks(binds),
    siteFolders: packages === 'none' ? await findSiteFolders(interpreter, answer.site, binds) : [],
  };
}

interface PythonAnswer {
  readonly version: string;
  readonly prefixes: readonly string[];
  readonly path: readonly string[];
  readonly site: readonly string[];
}

const question =
  'import json,site,sys;print(json.dumps({"version":"%d.%d.%d"%sys.version_info[:3],' +
  '"prefixes":[sys.prefix,sys.base_prefix],"path":[p for p in sys.path if p],"site":getattr(site,"getsitepackages",list)()}))';

async function askPython(interpreter: string, packages: ShownPackages): Promise<PythonAnswer> {
  const options = { timeoutMs: 20_000, env: {} };
  // Without `site` the search path is that of the standard library.
  const flags = packages === 'none' ? ['-I', '-S'] : ['-I'];
  const { status, stdout, stderr } = await runCommand(interpreter, [...flags, '-c', question], options);
  if (status !== 0) {
    const why = stderr.trim().split('\n').at(-1) ?? '';
    const hint = scarcityHint(why, installHint);
    throw new PymcpError('host.program-missing', `${interpreter} does not work: ${why}`, hint);
  }
  const answer = JSON.parse(stdout) as PythonAnswer;
  const [major = 0, minor = 0] = answer.version.split('.').map(Number);
  if (major !== 3 || minor < 9) {
    throw new PymcpError(
      'host.program-missing',
      `${interpreter} is Python ${answer.version}`,
      'install Python 3.9 or newer',
    );
  }
  return answer;
}

/** @throws PymcpError `host.unsupported` where there is none */
async function findSiteFolders(
  interpreter: string,
  known: readonly string[],
  binds: readonly string[],
): Promise<string[]> {
  const isShown = (path: string): boolean =>
    binds.some((bind) => path === bind || path.startsWith(`${bind}/`));
  const shown = await outermostExisting(known.filter(isShown));
  const others = known.filter((path) => !isShown(path));
  const found = shown.length > 0 ? shown : others.slice(0, 1);
  if (found.length > 0) return found;
  throw new PymcpError(
    'host.unsupported',
    `the Python at ${interpreter} has no folder for packages (${known.join(', ')})`,
    'make the folder, or use another Python: pymcp env create --python PATH',
  );
}

/** The wanted paths that exist, by real path, without those that lie below another of them. */
async function outermostExisting(wanted: readonly string[]): Promise<string[]> {
  const found = await Promise.all(wanted.map((path) => realpath(path).catch(() => null)));
  const sorted = [...new Set(found.filter((path) => path !== null && path !== '/'))].sort();
  return (sorted as string[]).filter(
    (path, index) => !sorted.slice(0, index).some((outer) => path.startsWith(`${String(outer)}/`)),
  );
}

/** /lib → usr/lib and the like where the host has them, and the usual names of the interpreter. */
async function rootLinks(interpreter: string, real: string): Promise<Record<string, string>> {
  const links: Record<string, string> = {};
  for (const path of ['/bin', '/lib', '/lib64']) {
    const target = await readLinkTarget(path);
    if (target !== null) links[path] = target;
  }
  for (const path of [interpreter, `${dirname(real)}/python3`, `${dirname(real)}/python`]) {
    if (path !== real) links[path] = real;
  }
  return links;
}

/** Debian leads libblas and others through /etc/alternatives: the links into what is shown, and no others. */
async function alternativeLinks(binds: readonly string[]): Promise<Record<string, string>> {
  const folder = '/etc/alternatives';
  if (!(await exists(folder))) return {};
  const links: Record<string, string> = {};
  for (const name of await readdir(folder)) {
    const target = await readLinkTarget(`${folder}/${name}`);
    if (target !== null && binds.some((bind) => target.startsWith(`${bind}/`)))
      links[`alternatives/${name}`] = target;
  }
  return links;
}
