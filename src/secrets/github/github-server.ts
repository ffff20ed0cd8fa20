// Which GitHub: github.com, or the server that GITHUB_API_URL names, as in GitHub's own tools. A token is sent there, so it is https or loopback.
import { readApiAddress } from '../../core/api-address.js';
import { PymcpError } from '../../core/errors.js';

export interface GitHubServer {
  /** Without a slash at the end. */
  readonly api: string;
  /** In addresses of git remotes. */
  readonly host: string;
  /** What `gh` is logged in to is this one. */
  readonly isUsual: boolean;
}

const usualApi = 'https://api.github.com';

/** @throws PymcpError `usage.invalid` */
export function findGitHubServer(environment: Readonly<Record<string, string | undefined>>): GitHubServer {
  const api = (environment['GITHUB_API_URL'] ?? usualApi).replace(/\/+$/, '');
  if (api === usualApi) return { api, host: 'github.com', isUsual: true };
  const url = parseUrl('GITHUB_API_URL', api);
  const server = environment['GITHUB_SERVER_URL'];
  const host =
    server === undefined
      ? url.hostname.replace(/^api\./, '')
      : parseUrl('GITHUB_SERVER_URL', server).hostname;
  return { api, host, isUsual: false };
}

function parseUrl(variable: string, text: string): URL {
  const url = readApiAddress(text);
  if (url !== null) return url;
  throw new PymcpError(
    'usage.invalid',
    `${variable} names no address that a token may be sent to`,
    'write https://HOST/PATH, or unset it',
  );
}
