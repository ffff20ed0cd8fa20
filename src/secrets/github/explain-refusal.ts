// An answer of GitHub that is a failure, in words: what is wrong and what to do. secret.unlogged: made of the status, the headers and one
// line of its message, never of the request, which has the token.
import { PymcpError } from '../../core/errors.js';
import type { GitHubAccess, GitHubAnswer } from './github-access.js';
import { permissionFor } from './permission-for.js';
import { type Failure, isRateLimited, sayWhen, secondsToWait, toSaid } from './read-failure.js';
import type { Repository } from './repository.js';

/** @param answer with a status of 300 and more */
export function explainRefusal(route: string, answer: GitHubAnswer, access: GitHubAccess): PymcpError {
  const { repository, token } = access;
  const full = `${repository.owner}/${repository.name}`;
  const failure = { status: answer.status, headers: answer.headers, said: messageIn(answer) };
  const said = toSaid(failure.said, token);
  if (answer.status < 400) return moved(repository);
  if (isRateLimited(failure)) return rateLimited(failure);
  switch (answer.status) {
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
        answer.headers['x-github-sso'] === undefined
          ? permissionFor(route)
          : 'authorize it for the single sign-on of the organization, at https://github.com/settings/tokens',
      );
    case 404:
      return new PymcpError(
        'github.refused',
        `there is no repository ${full}, or the token cannot see it (404${said})`,
        `check the name (--repo OWNER/NAME), and that the token has access to this repository: ${permissionFor(route)}`,
      );
    default:
      return new PymcpError(
        'github.unexpected',
        `GitHub answered with status ${answer.status}${said}`,
        'try again later; https://www.githubstatus.com says whether something is wrong there',
      );
  }
}

/** What GitHub says of it; empty where it says nothing. */
export function messageIn({ data }: GitHubAnswer): string {
  return typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : '';
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
