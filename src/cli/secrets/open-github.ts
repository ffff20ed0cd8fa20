// Access to the secrets of a repository, for a command.
import { findToken } from '../../secrets/github/find-token.js';
import { findGitHubServer } from '../../secrets/github/github-server.js';
import type { GitHubAccess } from '../../secrets/github/github-access.js';
import { findRepository, parseRepository } from '../../secrets/github/repository.js';
import { askValue } from './ask-value.js';

export interface GitHubOptions {
  readonly repo?: string;
}

/** @throws PymcpError `github.no-repository`, `github.no-token` */
export async function openGitHub({ repo }: GitHubOptions): Promise<GitHubAccess> {
  const server = findGitHubServer(process.env);
  const repository =
    repo === undefined ? await findRepository(process.cwd(), server.host) : parseRepository(repo);
  const ask = process.stdin.isTTY ? () => askValue(`Token for ${server.host}`) : null;
  return { server, repository, token: await findToken(server, ask) };
}
