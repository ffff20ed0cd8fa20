// Why GitHub did not do it, for a model that reads it and a person who can mend it. GitHub's own words are repeated in part,
// never the request.
import { PymcpError } from '../../core/errors.js';
import { type Failure, toSaid } from '../../secrets/github/read-failure.js';

export interface Asked {
  /** Such as `octo/hello`, or a few words; follows "in". */
  readonly where: string;
  /** What the token needs, as GitHub names it: `Issues: read`. */
  readonly permission: string;
  readonly token: string;
}

export function explainFailure(failure: Failure, { where, permission, token }: Asked): PymcpError {
  const { status, headers } = failure;
  const said = toSaid(failure.said, token);
  switch (status) {
    case 401:
      return refused(
        `GitHub does not know the token of this server (401${said}): it is wrong, expired or revoked`,
        'the user has to give another: pymcp secrets set GH_PAT, then start the server again',
      );
    case 403:
      return headers['x-github-sso'] === undefined
        ? refused(
            `GitHub does not permit this in ${where} (403${said})`,
            `the token of the user needs the permission "${permission}" for it, or, as a classic token, the scope repo`,
          )
        : refused(
            `the organization of ${where} wants a single sign-on for this token (403${said})`,
            'the user has to authorize it: https://github.com/settings/tokens, "Configure SSO"',
          );
    case 404:
    case 410:
      return refused(
        `this is not there in ${where}, or the token may not see it (${status}${said})`,
        'check the names and numbers, and that the token of the user has access to the repository',
      );
    case 409:
      return refused(
        `${where} is in another state than this needs (409${said})`,
        'read it again: a repository may be empty, a branch may have moved on',
      );
    case 422:
      return refused(
        `GitHub does not take what was given (422${said})`,
        'change the arguments by what it says',
      );
    default:
      return new PymcpError(
        'github.unexpected',
        `GitHub answered with status ${status}${said}`,
        'try again later; https://www.githubstatus.com says whether something is wrong there',
      );
  }
}

const refused = (what: string, hint: string): PymcpError => new PymcpError('github.refused', what, hint);
