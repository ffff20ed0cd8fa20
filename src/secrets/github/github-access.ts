// Whom we ask for which repository, and what comes back.
import type { GitHubServer } from './github-server.js';
import type { Repository } from './repository.js';

export interface GitHubAccess {
  readonly server: GitHubServer;
  readonly repository: Repository;
  readonly token: string;
  /** Who waits for an answer no longer. */
  readonly signal?: AbortSignal;
}

export interface GitHubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}
