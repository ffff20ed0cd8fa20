// The command that starts the server from a client: here, in the container, or in WSL. Pure: programs and paths come in.
import { PymcpError } from '../core/errors.js';

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/** How this very program is started: a name that every client finds, or absolute paths. */
export type Launcher = readonly [string, ...string[]];

export type Via =
  | { readonly kind: 'direct'; readonly launcher: Launcher }
  | { readonly kind: 'container'; readonly engine: 'docker' | 'podman' }
  | { readonly kind: 'wsl'; readonly launcher: Launcher; readonly distribution: string | null };

/** What `pymcp stdio` is told. */
export interface ServerOptions {
  /** An absolute path, or a variable of the client. */
  readonly workspace: string | null;
  readonly isWritable: boolean;
  readonly services: string | null;
  readonly joins: boolean;
}

/** The name that the documentation gives the container. */
export const containerName = 'isolated-pymcp';

export function toServerCommand(via: Via, options: ServerOptions): ServerCommand {
  switch (via.kind) {
    case 'direct':
      return start(via.launcher, toArguments(options));
    case 'container':
      return start([via.engine, 'exec', '-i', containerName, 'pymcp'], toArguments(options));
    case 'wsl': {
      const distribution = via.distribution === null ? [] : ['-d', via.distribution];
      const { workspace } = options;
      const inside = { ...options, workspace: workspace === null ? null : toWslPath(workspace) };
      // cmd.noshell: --exec starts the program itself; after `--` a shell would read the words once more.
      return start(['wsl.exe', ...distribution, '--exec', ...via.launcher], toArguments(inside));
    }
  }
}

/** C:\x as Linux sees it in WSL: /mnt/c/x. Other paths stay as they are. @throws PymcpError for a share of the network */
export function toWslPath(path: string): string {
  if (/^[\\/]{2}/.test(path)) {
    throw new PymcpError(
      'usage.invalid',
      `${JSON.stringify(path)} lies on a network share, which WSL does not see`,
      'name a folder on a drive, such as C:\\projects\\name, or a path in WSL, such as /home/you/name',
    );
  }
  const [, drive, rest] = /^([a-zA-Z]):[\\/]?(.*)$/s.exec(path) ?? [];
  if (drive === undefined || rest === undefined) return path;
  const below = rest.replaceAll('\\', '/').replace(/\/+$/, '');
  return `/mnt/${drive.toLowerCase()}${below === '' ? '' : `/${below}`}`;
}

function start([command = '', ...before]: readonly string[], args: readonly string[]): ServerCommand {
  return { command, args: [...before, ...args] };
}

function toArguments({ workspace, isWritable, services, joins }: ServerOptions): readonly string[] {
  return [
    'stdio',
    ...(joins ? ['--attach'] : []),
    ...(workspace === null ? [] : ['--workspace', workspace]),
    ...(isWritable ? ['--writable'] : []),
    ...(services === null ? [] : ['--services', services]),
  ];
}
