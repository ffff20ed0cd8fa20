// Which file `pymcp connect` changes: the user's or a project's, on this side or, from WSL, on that of Windows.
import { join, resolve, win32 } from 'node:path';
import type { Candidate, Client } from '../connect/client.js';
import type { Target } from '../connect/change-file.js';
import { chooseFile } from '../connect/choose-file.js';
import type { Platform, Surroundings } from '../connect/surroundings.js';
import { PymcpError } from '../core/errors.js';
import { exists, inspectPath, readdir } from '../host/files.js';
import { homeFolder } from '../host/home-folder.js';
import { describeMachine } from '../host/machine.js';
import type { ConnectOptions } from './connect-options.js';

export interface ChosenTarget extends Target {
  readonly scope: 'user' | 'project';
}

/** The folder of the project; null for the user's own settings. @throws PymcpError */
export async function findProject({ project }: ConnectOptions): Promise<string | null> {
  if (project === undefined) return null;
  const folder = resolve(project === true ? '.' : project);
  if ((await inspectPath(folder))?.isFolder === true) return folder;
  throw new PymcpError(
    'usage.invalid',
    `${JSON.stringify(folder)} is no folder`,
    'name the folder of the project: --project DIR',
  );
}

/** @throws PymcpError `client.unsupported` and others */
export async function chooseTarget(client: Client, options: ConnectOptions): Promise<ChosenTarget> {
  const project = await findProject(options);
  if (project === null) {
    const path = await chooseFile(await listUserFiles(client, options), exists);
    return { scope: 'user', path, within: null, mode: 0o600 };
  }
  if (client.projectFile === null) {
    throw new PymcpError(
      'client.unsupported',
      `${client.title} has no settings file of a project`,
      `connect for your user: pymcp connect ${client.name} --workspace DIR`,
    );
  }
  return { scope: 'project', path: join(project, client.projectFile), within: project, mode: 0o644 };
}

/** @throws PymcpError */
export async function listUserFiles(
  client: Client,
  options: Pick<ConnectOptions, 'via' | 'windowsHome'>,
): Promise<readonly Candidate[]> {
  const isOnWindows = process.platform === 'linux' && options.via === 'wsl';
  if (!isOnWindows) return client.userFiles(here());
  return listWindowsFiles(client, options.windowsHome ?? (await findWindowsHome()));
}

/** @throws PymcpError `host.unsupported` */
function here(): Surroundings {
  const { platform } = process;
  if (!isKnown(platform)) {
    throw new PymcpError(
      'host.unsupported',
      `nothing is known about the files of clients on ${platform}`,
      'add the entry by hand; docs/clients.md has it for each client',
    );
  }
  return { platform, home: homeFolder(), env: process.env };
}

const isKnown = (platform: string): platform is Platform => ['linux', 'darwin', 'win32'].includes(platform);

/** The paths of Windows below that home, as this side sees them. */
function listWindowsFiles(client: Client, home: string): readonly Candidate[] {
  const windowsHome = 'C:\\home';
  const seen = (path: string): string => join(home, win32.relative(windowsHome, path).replaceAll('\\', '/'));
  return client
    .userFiles({ platform: 'win32', home: windowsHome, env: {} })
    .map(({ path, folder }) => ({ path: seen(path), folder: folder === null ? null : seen(folder) }));
}

const notPersons: readonly string[] = ['Public', 'Default', 'Default User', 'All Users', 'WsiAccount'];

/** @throws PymcpError where it is not clear whose */
async function findWindowsHome(): Promise<string> {
  const hint = 'name it: --windows-home /mnt/c/Users/NAME';
  if (!(await describeMachine()).isWsl)
    throw new PymcpError('host.unsupported', 'this is not WSL, so there is no Windows to write to', hint);
  const users = '/mnt/c/Users';
  const names = await readdir(users).catch(() => []);
  const homes: string[] = [];
  for (const name of names.filter((one) => !notPersons.includes(one)))
    if (await exists(join(users, name, 'AppData'))) homes.push(join(users, name));
  const [home, other] = homes;
  if (home !== undefined && other === undefined) return home;
  const what =
    home === undefined ? `no home was found below ${users}` : `there are several homes: ${homes.join(', ')}`;
  throw new PymcpError('usage.invalid', what, hint);
}
