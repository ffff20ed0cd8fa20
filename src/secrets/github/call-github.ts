// One request to GitHub's API. secret.unlogged: a request, which has the token, is never part of an error.
import { request } from '@octokit/request';
import { PymcpError } from '../../core/errors.js';
import { explainRefusal } from './explain-refusal.js';
import type { GitHubAccess, GitHubAnswer } from './github-access.js';
import type { GitHubServer } from './github-server.js';

export type Parameters = Readonly<Record<string, unknown>>;

const timeoutMs = 30_000;

/**
 * @param route as in GitHub's documentation: `GET /repos/{owner}/{repo}/…`
 * @returns null for 404 where `absent` says so
 * @throws PymcpError `github.*`
 */
export async function callGitHub(
  access: GitHubAccess,
  route: string,
  parameters: Parameters = {},
  absent: 'is an answer' | 'is an error' = 'is an error',
): Promise<GitHubAnswer | null> {
  const answer = await askGitHub(access, route, parameters);
  if (answer.status === 404 && absent === 'is an answer') return null;
  if (answer.status >= 300) throw explainRefusal(route, answer, access);
  return answer;
}

/** Whatever the answer is, as it is. @throws PymcpError `github.unreachable` where there is none */
export async function askGitHub(
  { server, repository, token, signal }: GitHubAccess,
  route: string,
  parameters: Parameters = {},
): Promise<GitHubAnswer> {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    return await request(route, {
      baseUrl: server.api,
      // What the route does not name would go into the query.
      ...(route.includes('{owner}') ? { owner: repository.owner, repo: repository.name } : {}),
      ...parameters,
      headers: { authorization: `Bearer ${token}`, 'x-github-api-version': '2022-11-28' },
      request: {
        // Elsewhere nobody has asked to be.
        redirect: 'manual',
        signal: signal === undefined ? late : AbortSignal.any([late, signal]),
        log: silent,
      },
    });
  } catch (error) {
    const answer = toAnswer(error);
    if (answer === null) throw unreachable(server, error);
    return answer;
  }
}

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore } as const;

function ignore(): void {
  // Its warnings would go to stdout and stderr.
}

/** null where there was none. */
function toAnswer(error: unknown): GitHubAnswer | null {
  if (!(error instanceof Error) || !('response' in error)) return null;
  const { response } = error as { response?: GitHubAnswer };
  return response ?? null;
}

function unreachable({ api }: GitHubServer, error: unknown): PymcpError {
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  return new PymcpError(
    'github.unreachable',
    `${api} cannot be reached: ${why === '' ? 'no connection' : why}`,
    'check the network (and, of a server of your own, GITHUB_API_URL); what is local works without GitHub',
  );
}
