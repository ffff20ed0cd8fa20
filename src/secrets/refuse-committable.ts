// secret.uncommitted: a file of secrets is written only where git would not take it.
import { PymcpError } from '../core/errors.js';
import { findGitFolder, runGit } from './git-folder.js';

/**
 * @param folder absolute, without links
 * @param name of the file in it
 * @returns where drafts of it are made, out of git's reach; null where there is no git
 * @throws PymcpError `secret.file-committed`
 */
export async function refuseCommittable(folder: string, name: string): Promise<string | null> {
  const git = await findGitFolder(folder);
  if (git.kind === 'none') return null;
  if (git.kind === 'unknown')
    throw refuse(`whether git ignores ${name} cannot be known: ${git.why}`, git.fix);
  const tracked = await runGit(folder, ['ls-files', '--error-unmatch', '--', `:(literal)${name}`]);
  if (tracked.status === 0)
    throw refuse(
      `git tracks ${name}: whatever is written to it would be committed`,
      `git rm --cached ${name}, add a line "${name}" to .gitignore, and replace the secrets that were in it`,
    );
  const ignored = await runGit(folder, ['check-ignore', '-q', '--', name]);
  if (ignored.status === 0) return git.gitFolder;
  throw refuse(
    `git does not ignore ${name}`,
    `add a line "${name}" to ${JSON.stringify(`${git.top}/.gitignore`)}`,
  );
}

const refuse = (why: string, hint: string): PymcpError => new PymcpError('secret.file-committed', why, hint);
