// Homes with settings of MCP clients, and `pymcp connect` in them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { type Ended, pymcp } from './command-line.js';

export interface ConnectHome {
  readonly path: string;
  /** The environment of a program there. */
  readonly env: NodeJS.ProcessEnv;
  readonly connect: (...args: string[]) => Promise<Ended>;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string | Buffer) => void;
  /** The names in a folder that begin so. */
  readonly list: (folder: string, prefix?: string) => string[];
}

/** Removed after the last test of the file. */
export function makeHome(): ConnectHome {
  const path = mkdtempSync(join(tmpdir(), 'pymcp-home-'));
  after(() => {
    rmSync(path, { recursive: true, force: true });
  });
  const env = { PATH: process.env['PATH'], HOME: path };
  const inside = (name: string): string => join(path, name);
  return {
    path,
    env,
    connect: (...args) => pymcp(['connect', ...args], '', { env, cwd: path }),
    read: (name) => readFileSync(inside(name), 'utf8'),
    write: (name, text) => {
      mkdirSync(dirname(inside(name)), { recursive: true });
      writeFileSync(inside(name), text);
    },
    list: (folder, prefix = '') => readdirSync(inside(folder)).filter((name) => name.startsWith(prefix)),
  };
}
