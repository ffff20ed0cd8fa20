// `pymcp connect` without a client: which there are, which are on this machine, which have our entry.
import { join } from 'node:path';
import { chooseFile, isInstalled } from '../connect/choose-file.js';
import type { Client } from '../connect/client.js';
import { listClients } from '../connect/find-client.js';
import { isOwnEntry } from '../connect/own-entry.js';
import { readSettings } from '../connect/settings-file.js';
import { PymcpError } from '../core/errors.js';
import { exists } from '../host/files.js';
import { findProject, listUserFiles } from './choose-target.js';
import type { ConnectOptions } from './connect-options.js';

type State = 'connected' | 'not connected' | 'another entry of this name' | 'unreadable';

interface Row {
  readonly client: string;
  readonly title: string;
  /** Null where the client has no such file. */
  readonly path: string | null;
  readonly installed: boolean;
  readonly state: State;
}

export async function listConnections(name: string, options: ConnectOptions): Promise<number> {
  const project = await findProject(options);
  const rows: Row[] = [];
  for (const client of listClients()) rows.push(await look(client, name, project, options));
  process.stdout.write(options.json === true ? `${JSON.stringify(rows, null, 2)}\n` : toText(rows));
  return 0;
}

async function look(
  client: Client,
  name: string,
  project: string | null,
  options: ConnectOptions,
): Promise<Row> {
  const files = await listUserFiles(client, options);
  const installed = await isInstalled(files, exists);
  const { name: word, title, projectFile } = client;
  const own = { client: word, title, installed };
  if (project !== null && projectFile === null) return { ...own, path: null, state: 'not connected' };
  const path =
    project === null || projectFile === null ? await chooseFile(files, exists) : join(project, projectFile);
  return { ...own, path, state: await stateOf(client, name, path, project) };
}

async function stateOf(client: Client, name: string, path: string, within: string | null): Promise<State> {
  try {
    const { text } = await readSettings(path, within);
    const found = client.format.find((text ?? '').replace(/^\ufeff/, ''), name);
    if (found === null) return 'not connected';
    return isOwnEntry(found) ? 'connected' : 'another entry of this name';
  } catch (error) {
    if (error instanceof PymcpError) return 'unreadable';
    throw error;
  }
}

function toText(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ client }) => client.length));
  const lines = rows.map(({ client, path, installed, state }) => {
    const where = path ?? 'has no file of a project';
    return `${client.padEnd(width)}  ${installed ? 'found  ' : 'missing'}  ${state}  ${where}\n`;
  });
  return `${lines.join('')}\nconnect one: pymcp connect CLIENT\n`;
}
