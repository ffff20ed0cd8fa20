// What git says about a folder. cmd.noshell: git is started with an argument array; nothing of it is run that a repository's own
// settings name (fsmonitor, hooks), and nothing of our environment but where its settings are.
import { dirname, join } from 'node:path';
import { exists } from '../host/files.js';
import { findProgramOnPath } from '../host/find-program-on-path.js';
import { type CommandResult, runCommand } from '../host/run-command.js';

const timeoutMs = 20_000;
const passed = ['PATH', 'HOME', 'XDG_CONFIG_HOME', 'GIT_CONFIG_GLOBAL'] as const;
export const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'] as const;

export type GitFolder =
  | { readonly kind: 'none' }
  /** There is a repository, and git says nothing about it. `why` follows a colon. */
  | { readonly kind: 'unknown'; readonly why: string; readonly fix: string }
  | { readonly kind: 'repository'; readonly top: string; readonly gitFolder: string };

/** @param folder absolute */
export async function findGitFolder(folder: string): Promise<GitFolder> {
  if (!(await isBelowGit(folder))) return { kind: 'none' };
  const found = await runGit(folder, ['rev-parse', '--show-toplevel', '--absolute-git-dir']);
  const [top = '', gitFolder = ''] = found.stdout.split('\n');
  if (found.status === 0 && top !== '' && gitFolder !== '') return { kind: 'repository', top, gitFolder };
  const why = found.stderr.trim().split('\n')[0] ?? '';
  return found.status === 128 && /not a git repository/.test(why)
    ? { kind: 'none' }
    : {
        kind: 'unknown',
        why,
        fix: why === noGit ? 'install git' : 'run git status here, and do what it says',
      };
}

export async function runGit(folder: string, args: readonly string[]): Promise<CommandResult> {
  const program = await findProgramOnPath('git');
  if (program === null) return { status: null, stdout: '', stderr: noGit };
  return runCommand(program, ['-C', folder, ...harmless, ...args], { timeoutMs, env: gitEnvironment() });
}

export function gitEnvironment(): Record<string, string> {
  const found = passed.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...(Object.fromEntries(found) as Record<string, string>), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
}

const noGit = 'git is not installed';

async function isBelowGit(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (await exists(join(at, '.git'))) return true;
    if (at === dirname(at)) return false;
  }
}
