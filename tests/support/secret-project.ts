// A folder of somebody who works with secrets: a PATH, a configuration and an environment of its own.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as util from 'node:util';
import { type Ended, pymcp } from './command-line.js';

/** What would be found of the person who runs the tests. */
const others = [
  'DBUS_SESSION_BUS_ADDRESS',
  'GH_PAT',
  'ANTHROPIC_API_KEY',
  'GH_TOKEN',
  'GITHUB_TOKEN',
  'GITHUB_API_URL',
];

export class SecretProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'pymcp-secrets-')));
  readonly env: Record<string, string | undefined>;

  constructor() {
    mkdirSync(join(this.folder, 'bin'));
    mkdirSync(join(this.folder, 'config'), { mode: 0o700 });
    this.env = {
      ...process.env,
      ...Object.fromEntries(others.map((name) => [name, undefined])),
      PATH: `${join(this.folder, 'bin')}:/usr/bin:/bin`,
      XDG_CONFIG_HOME: join(this.folder, 'config'),
    };
  }

  secrets(args: readonly string[], input: string | Buffer = ''): Promise<Ended> {
    return pymcp(['secrets', ...args], input, { cwd: this.folder, env: this.env });
  }

  /** Of `.env`, as Node.js reads it. */
  get inFile(): Readonly<Record<string, string | undefined>> {
    return existsSync(this.file) ? util.parseEnv(readFileSync(this.file, 'utf8')) : {};
  }

  get file(): string {
    return join(this.folder, '.env');
  }

  configure(secrets: unknown): void {
    const folder = join(this.folder, 'config/isolated-pymcp');
    mkdirSync(folder, { mode: 0o700, recursive: true });
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ secrets }), { mode: 0o600 });
  }

  /** A program that writes down how it was started, then does the rest. @returns where it writes */
  addProgram(name: string, rest: string): string {
    const [path, log] = [join(this.folder, 'bin', name), join(this.folder, `${name}.log`)];
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$0" "$@" >>'${log}'; env >>'${log}'\n${rest}\n`);
    chmodSync(path, 0o755);
    return log;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
