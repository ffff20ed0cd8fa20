// The entry that `pymcp connect` writes: what starts or finds the server, told what the person asked for.
import { posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '../connect/client.js';
import type { Entry } from '../connect/entry-format.js';
import { type Launcher, toServerCommand, type Via } from '../connect/server-command.js';
import { PymcpError } from '../core/errors.js';
import { parseServiceName, parseServiceNames } from '../core/service-names.js';
import { openWorkspace } from '../execution/open-workspace.js';
import { realpath } from '../host/files.js';
import { findSystemProgram, isOnPath } from '../host/find-program.js';
import { findProject } from './choose-target.js';
import type { ConnectOptions } from './connect-options.js';

const usualPort = 3001;

/** @throws PymcpError */
export async function chooseEntry(client: Client, name: string, options: ConnectOptions): Promise<Entry> {
  if (options.http === true) return chooseHttpEntry(client, name, options);
  const via = await chooseVia(options);
  const workspace = await chooseWorkspace(client, via, options);
  if (options.writable === true && workspace === null && options.attach !== true) {
    throw new PymcpError(
      'usage.invalid',
      '--writable says how to share a workspace, and there is none',
      'name it: --workspace DIR --writable',
    );
  }
  if (options.services !== undefined) parseServiceNames(options.services);
  const command = toServerCommand(via, {
    workspace,
    isWritable: options.writable === true,
    services: options.services ?? null,
    joins: options.attach === true,
  });
  refuseVariables(client, [command.command, ...command.args]);
  return client.toStdioEntry(command, name);
}

function chooseHttpEntry(client: Client, name: string, { port, services }: ConnectOptions): Entry {
  if (client.http.kind === 'unsupported') {
    throw new PymcpError(
      'client.unsupported',
      `${client.title} takes no HTTP entry without a secret in it: ${client.http.why}`,
      `leave out --http: pymcp connect ${client.name} --attach joins the gateway that you serve`,
    );
  }
  const number = port === undefined ? usualPort : parsePort(port);
  const path = services === undefined ? '/mcp' : `/mcp/${parseServiceName(services)}`;
  return client.http.toEntry(`http://127.0.0.1:${number}${path}`, name);
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new PymcpError(
    'usage.invalid',
    `there is no port ${JSON.stringify(text.slice(0, 40))}`,
    'give a whole number from 1 to 65535',
  );
}

/** @throws PymcpError */
async function chooseVia({ via, distro }: ConnectOptions): Promise<Via> {
  const kind = via ?? usualVia();
  if (kind === 'direct') {
    if (process.platform === 'linux') return { kind, launcher: await findLauncher() };
    throw new PymcpError(
      'host.unsupported',
      `the jail needs Linux; here the server cannot run on ${process.platform} itself`,
      'use --via container, or on Windows --via wsl',
    );
  }
  if (kind === 'container') {
    const hasPodmanOnly = (await isOnPath('podman')) && !(await isOnPath('docker'));
    return { kind, engine: hasPodmanOnly ? 'podman' : 'docker' };
  }
  if (kind === 'wsl') {
    const isInside = process.platform === 'linux';
    const distribution = distro ?? (isInside ? (process.env['WSL_DISTRO_NAME'] ?? null) : null);
    return { kind, distribution, launcher: isInside ? await findLauncher() : ['isolated-pymcp'] };
  }
  throw new PymcpError(
    'usage.invalid',
    `there is no way ${JSON.stringify(kind)}`,
    'use direct, container or wsl',
  );
}

function usualVia(): string {
  if (process.platform === 'darwin') return 'container';
  return process.platform === 'win32' ? 'wsl' : 'direct';
}

/** The short name only where every program finds it: a client started by a desktop has not the PATH of a shell. */
async function findLauncher(): Promise<Launcher> {
  const main = await realpath(fileURLToPath(new URL('main.js', import.meta.url)));
  const installed = await findSystemProgram('isolated-pymcp');
  return installed === main ? ['isolated-pymcp'] : [process.execPath, main];
}

/** @throws PymcpError */
async function chooseWorkspace(client: Client, via: Via, options: ConnectOptions): Promise<string | null> {
  const { workspace, writable } = options;
  const access = writable === true ? 'writable' : 'read-only';
  if (via.kind === 'container') {
    if (workspace === undefined || posix.isAbsolute(workspace)) return workspace ?? null;
    throw new PymcpError(
      'usage.invalid',
      `${JSON.stringify(workspace)} is no path in the container`,
      'name the folder as the container sees it, e.g. --workspace /workspace',
    );
  }
  if (workspace !== undefined) return checkWorkspace(workspace, access);
  const project = await findProject(options);
  if (project === null || options.attach === true) return null;
  const checked = await checkWorkspace(project, access);
  return via.kind === 'direct' ? (client.projectVariable ?? checked) : checked;
}

/** Refused here already where this machine runs the server: the client would only show that it has ended. */
async function checkWorkspace(folder: string, access: 'read-only' | 'writable'): Promise<string> {
  if (process.platform === 'linux') return (await openWorkspace(folder, access)).path;
  return posix.isAbsolute(folder) ? folder : resolve(folder);
}

/** A path that the client would read as a variable leads somewhere else. */
function refuseVariables(
  { expandsVariables, projectVariable, title }: Client,
  words: readonly string[],
): void {
  if (!expandsVariables) return;
  const word = words.find((one) => one !== projectVariable && /\$[{A-Za-z_]/.test(one));
  if (word === undefined) return;
  throw new PymcpError(
    'client.unsupported',
    `${title} would take a part of ${JSON.stringify(word)} for a variable`,
    'use a path without $',
  );
}
