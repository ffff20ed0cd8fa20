// Which GitHub the service speaks to: that of the settings, else that of GitHub's own tools.
import type { Settings } from '../config/settings.js';
import { findGitHubServer, type GitHubServer } from '../secrets/github/github-server.js';

/** @throws PymcpError `usage.invalid` */
export function findServer({ github: { apiUrl } }: Pick<Settings, 'github'>): GitHubServer {
  return findGitHubServer(apiUrl === null ? process.env : { GITHUB_API_URL: apiUrl });
}
