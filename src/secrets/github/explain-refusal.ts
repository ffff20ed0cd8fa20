// An answer of GitHub that is a failure, in words: what is wrong and what to do. secret.unlogged: made of the status, the headers and one
// line of its message, never of the request, which has the token.
import { PymcpError } from '../../core/errors.js';
import { nowMs } from '../../host/clock.js';
import type { GitHubAccess, GitHubAnswer } from './github-access.js';
import { permissionFor } from './permission-for.js';
import type { Repository } from './repository.js';

/** @param answer with a status of 300 and more */
export function explainRefusal(route: string, answer: GitHubAnswer, access: GitHubAccess): PymcpError {
  const { repository, token } = access;
  const full = `${repository.owner}/${repository.name}`;
  const said = toSaid(messageIn(answer), token);
  if (answer.status < 400) return moved(repository);
  if (isRateLimited(answer)) return rateLimited(answer);
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

const isRateLimited = ({ status, headers }: GitHubAnswer): boolean =>
  status === 429 ||
  (status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined));

function rateLimited({ headers }: GitHubAnswer): PymcpError {
  const [after, reset] = [Number(headers['retry-after']), Number(headers['x-ratelimit-reset'])];
  const seconds = Number.isFinite(after) ? after : reset - nowMs() / 1000;
  const minutes = Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds / 60)) : null;
  return new PymcpError(
    'github.rate-limited',
    'GitHub takes no more requests with this token for now',
    minutes === null
      ? 'try again in an hour'
      : `try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
  );
}

const moved = ({ owner, name }: Repository): PymcpError =>
  new PymcpError(
    'github.refused',
    `the repository ${owner}/${name} has moved or was renamed`,
    'name it as it is called now: --repo OWNER/NAME, or git remote set-url origin ADDRESS',
  );

/** One line, and never the token. */
function toSaid(text: string, token: string): string {
  const line = text
    .replaceAll(token, '…')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 200);
  return line === '' ? '' : `, "${line}"`;
}
