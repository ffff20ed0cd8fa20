// Which repository on GitHub is meant: what `--repo` says, else the remote of the folder.
import { PymcpError } from '../../core/errors.js';
import { readRepositoryName, type RepositoryName } from '../../core/github-repository.js';
import { runGit } from '../git-folder.js';

export type Repository = RepositoryName;

const name = '--repo OWNER/NAME';

/** @throws PymcpError `github.no-repository` */
export function parseRepository(text: string): Repository {
  const named = readRepositoryName(text);
  if (named !== null) return named;
  throw new PymcpError(
    'github.no-repository',
    `${JSON.stringify(text.slice(0, 120))} names no repository`,
    `write it as ${name}, such as --repo octocat/hello-world`,
  );
}

/** @param host of the server, such as github.com @throws PymcpError `github.no-repository` */
export async function findRepository(folder: string, host: string): Promise<Repository> {
  const found = await runGit(folder, ['remote', '--verbose']);
  const remotes = found.status === 0 ? parseRemotes(found.stdout) : new Map<string, string>();
  const address = remotes.get('origin') ?? (remotes.size === 1 ? [...remotes.values()][0] : undefined);
  if (address === undefined)
    throw new PymcpError(
      'github.no-repository',
      remotes.size === 0
        ? 'this folder has no git remote that would say which repository is meant'
        : 'of the git remotes here none is called origin',
      `name it: ${name}`,
    );
  const repository = parseRemote(address, host);
  if (repository !== null) return repository;
  // Not the address: one may have a password in it.
  throw new PymcpError(
    'github.no-repository',
    `the git remote of this folder leads to no repository on ${host}`,
    `name it: ${name}`,
  );
}

function parseRemotes(text: string): Map<string, string> {
  const lines = text.split('\n').map((line) => /^(\S+)\t(.+) \(fetch\)/.exec(line));
  return new Map(lines.flatMap((found) => (found === null ? [] : [[found[1] ?? '', found[2] ?? '']])));
}

/** `git@HOST:O/N.git`, `ssh://git@HOST[:22]/O/N`, `https://[user[:password]@]HOST/O/N.git`. */
export function parseRemote(address: string, host: string): Repository | null {
  const found =
    /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(address) ??
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(address);
  if (found?.[1]?.toLowerCase() !== host.toLowerCase()) return null;
  try {
    return parseRepository(found[2] ?? '');
  } catch (error) {
    if (error instanceof PymcpError) return null;
    throw error;
  }
}
