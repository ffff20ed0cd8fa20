// A secret that another program gives: `gh auth token`, `op read`, a command of the configuration. cmd.noshell: an argument array.
// secret.unlogged: neither what it prints nor what it complains of is repeated, since either may be the secret.
import { findProgramOnPath } from '../host/find-program-on-path.js';
import { isExecutable } from '../host/files.js';
import { runCommand } from '../host/run-command.js';
import type { SecretReference } from './declared-secret.js';

export type ProgramAnswer =
  | { readonly kind: 'value'; readonly value: string }
  /** `why` is a sentence without a period. */
  | { readonly kind: 'none'; readonly why: string };

/** Some ask their owner first, by a window. */
const timeoutMs = 60_000;
const ownTokens: readonly string[] = [
  'GH_TOKEN',
  'GITHUB_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
];

/** What the person is logged in with. A token in the environment is found there, and is not meant here. */
export function askGh(): Promise<ProgramAnswer> {
  return ask(['gh', 'auth', 'token', '--hostname', 'github.com'], 'gh auth login', ownTokens);
}

export function askReference(reference: SecretReference): Promise<ProgramAnswer> {
  return reference.kind === '1password'
    ? ask(['op', 'read', '--no-newline', '--', reference.address], 'op signin', [])
    : ask(reference.command, 'see what it says', []);
}

async function ask(
  [name = '', ...args]: readonly string[],
  fix: string,
  without: readonly string[],
): Promise<ProgramAnswer> {
  const file = name.startsWith('/') ? await ifExecutable(name) : await findProgramOnPath(name);
  if (file === null) return { kind: 'none', why: `${name} is not installed` };
  const { status, stdout } = await runCommand(file, args, { timeoutMs, env: environment(without) });
  if (status === null) return { kind: 'none', why: `${name} did not answer within a minute, or was ended` };
  if (status !== 0) return { kind: 'none', why: `${name} ended with status ${status} (${fix})` };
  const value = stdout.replace(/\r?\n$/, '');
  return value === '' ? { kind: 'none', why: `${name} gave nothing` } : { kind: 'value', value };
}

async function ifExecutable(path: string): Promise<string | null> {
  return (await isExecutable(path)) ? path : null;
}

/** The program is the user's own, and finds its login where it always does. */
function environment(without: readonly string[]): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !without.includes(entry[0]),
  );
  return Object.fromEntries(entries);
}
