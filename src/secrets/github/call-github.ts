// One request to GitHub's API, and its failures in words: what is wrong and what to do. secret.unlogged: a request, which has the token,
// is never part of an error.
import { request } from '@octokit/request';
import { PymcpError } from '../../core/errors.js';
import type { GitHubServer } from './github-server.js';
import { type Failure, isRateLimited, readFailure, sayWhen, secondsToWait, toSaid } from './read-failure.js';
import type { Repository } from './repository.js';

export interface GitHubAccess {
  readonly server: GitHubServer;
  readonly repository: Repository;
  readonly token: string;
}

export interface GitHubAnswer {
  readonly status: number;
  readonly data: unknown;
}

const timeoutMs = 30_000;

/**
 * @param route as in GitHub's documentation: `GET /repos/{owner}/{repo}/…`
 * @returns null for 404 where `absent` says so
 * @throws PymcpError `github.*`
 */
export async function callGitHub(
  access: GitHubAccess,
  route: string,
  parameters: Readonly<Record<string, string | number>> = {},
  absent: 'is an answer' | 'is an error' = 'is an error',
): Promise<GitHubAnswer | null> {
  const { server, repository, token } = access;
  try {
    const answer: GitHubAnswer = await request(route, {
      baseUrl: server.api,
      owner: repository.owner,
      repo: repository.name,
      ...parameters,
      headers: { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' },
      // Elsewhere nobody has asked to be.
      request: { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), log: silent },
    });
    if (answer.status >= 300) throw moved(repository);
    return { status: answer.status, data: answer.data };
  } catch (error) {
    if (error instanceof PymcpError) throw error;
    const failure = readFailure(error);
    if (failure === null) throw unreachable(server, error);
    if (failure.status === 404 && absent === 'is an answer') return null;
    throw explain(failure, access);
  }
}

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore } as const;

function ignore(): void {
  // Its warnings would go to stdout and stderr.
}

function explain(failure: Failure, access: GitHubAccess): PymcpError {
  const { repository, token } = access;
  const full = `${repository.owner}/${repository.name}`;
  const said = toSaid(failure.said, token);
  if (isRateLimited(failure)) return rateLimited(failure);
  switch (failure.status) {
    case 401:
      return new PymcpError(
        'github.refused',
        `GitHub does not know the token (401${said}): it is wrong, expired or revoked`,
        'gh auth login, or set GH_TOKEN to a new one from https://github.com/settings/personal-access-tokens/new',
      );
    case 403:
      return new PymcpError(
        'github.refused',
        `the token may not do this in ${full} (403${said})`,
        failure.headers['x-github-sso'] === undefined
          ? 'it needs the permission "Secrets: read and write" for this repository, or, as a classic token, the scope repo'
          : 'authorize it for the single sign-on of the organization, at https://github.com/settings/tokens',
      );
    case 404:
      return new PymcpError(
        'github.refused',
        `there is no repository ${full}, or the token cannot see it (404${said})`,
        'check the name (--repo OWNER/NAME), and that the token has access to this repository',
      );
    default:
      return new PymcpError(
        'github.unexpected',
        `GitHub answered with status ${failure.status}${said}`,
        'try again later; https://www.githubstatus.com says whether something is wrong there',
      );
  }
}

const rateLimited = (failure: Failure): PymcpError =>
  new PymcpError(
    'github.rate-limited',
    'GitHub takes no more requests with this token for now',
    sayWhen(secondsToWait(failure)),
  );

const moved = ({ owner, name }: Repository): PymcpError =>
  new PymcpError(
    'github.refused',
    `the repository ${owner}/${name} has moved or was renamed`,
    'name it as it is called now: --repo OWNER/NAME, or git remote set-url origin ADDRESS',
  );

function unreachable({ api }: GitHubServer, error: unknown): PymcpError {
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  return new PymcpError(
    'github.unreachable',
    `${api} cannot be reached: ${why === '' ? 'no connection' : why}`,
    'check the network (and, of a server of your own, GITHUB_API_URL); what is local works without GitHub',
  );
}
