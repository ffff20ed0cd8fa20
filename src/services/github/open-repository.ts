// A repository for one call: named as it should be, permitted, asked for as it is called and who may read it now, and noted or refused by
// what the caller has read. Everything that is sent about a repository goes through here.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { readRepositoryName } from '../../core/github-repository.js';
import type { GitHubClient, GitHubReply, Parameters } from './github-client.js';
import type { Workspace } from '../../core/workspace.js';
import type { ReadHistory } from './read-history.js';
import type { RepositoryFacts } from './repository-facts.js';
import type { RepositoryPolicy } from './repository-policy.js';
import { visibilityOf } from './repository-shape.js';

/** What all calls of one gateway have in common. */
export interface GitHubSetting {
  readonly client: GitHubClient;
  readonly policy: RepositoryPolicy;
  readonly history: ReadHistory;
  readonly facts: RepositoryFacts;
  /** null where there is none. */
  readonly workspace: Workspace | null;
}

/** One call. */
export interface Asking {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly access: 'read' | 'write';
  /** What the token needs, as GitHub names it. */
  readonly permission: string;
}

export interface RepositoryInput {
  readonly owner: string;
  readonly repo: string;
}

export interface OpenedRepository {
  /** As GitHub calls it now. */
  readonly fullName: string;
  readonly defaultBranch: string;
  /** `owner` and `repo` are given already. @throws PymcpError `github.*` */
  readonly send: (
    route: string,
    parameters?: Parameters,
    options?: { readonly format?: 'diff' },
  ) => Promise<GitHubReply>;
}

/** @throws PymcpError `input.name-invalid`, `github.*` */
export async function openRepository(
  setting: GitHubSetting,
  asking: Asking,
  { owner, repo }: RepositoryInput,
): Promise<OpenedRepository> {
  const { client, policy, history, facts } = setting;
  const { caller, signal, access, permission } = asking;
  const named = policy.parse(owner, repo);
  const found = await facts.ask(named, { signal, permission: 'Metadata: read' });
  const { full_name: fullName, archived, default_branch: defaultBranch } = found;
  const current = readRepositoryName(fullName);
  // It may have been renamed or given away: what counts is what it is now.
  if (current === null || !policy.permits(current))
    throw policy.refuse(
      `the repository ${owner}/${repo} is called otherwise now, and that is not permitted here`,
    );
  const visibility = visibilityOf(found);
  if (access === 'write') {
    if (visibility === 'public' || visibility === 'unknown') history.refuseWrite(caller, fullName);
    if (archived) throw isArchived(fullName);
  }
  // What is written comes back in part, with what was there.
  if (visibility !== 'public') history.note(caller, fullName);
  return {
    fullName,
    defaultBranch,
    send: (route, parameters = {}, options = {}) =>
      client
        .send(
          route,
          { ...parameters, owner: current.owner, repo: current.name },
          { ...options, signal, permission, where: fullName },
        )
        .then(refuseRedirect),
  };
}

const isArchived = (name: string): PymcpError =>
  new PymcpError(
    'github.refused',
    `${name} is archived, and nothing can be written to it`,
    'tell the user; its owner can unarchive it on GitHub',
  );

/** It was there under this name a moment ago. */
function refuseRedirect(reply: GitHubReply): GitHubReply {
  if (reply.status < 300) return reply;
  throw new PymcpError(
    'github.refused',
    `GitHub leads elsewhere (${reply.status}), and nobody goes there`,
    'ask again: it may have been moved meanwhile',
  );
}
