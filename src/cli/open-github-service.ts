// The GitHub service as settings want it. What is wrong with them is said here, before anything is sent or started.
import type { Settings } from '../config/settings.js';
import type { CallJournal } from '../core/call-journal.js';
import { PymcpError } from '../core/errors.js';
import type { RepositoryPattern } from '../core/github-repository.js';
import { packageVersion } from '../host/package-root.js';
import type { GitHubServer } from '../secrets/github/github-server.js';
import { findRepository } from '../secrets/github/repository.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';
import { GitHubService } from '../services/github/github-service.js';
import { findServer } from './find-github-server.js';
import { openChosenWorkspace } from './open-chosen-workspace.js';

export interface GitHubObservers {
  /** What the enabled services need. */
  readonly secrets: readonly KnownSecret[];
  readonly journal?: CallJournal;
  readonly onWritten?: () => void;
  readonly onProblem: (error: unknown) => void;
}

const tokenName = 'GH_PAT';

/** @throws PymcpError `github.no-token`, `github.no-repository`, `workspace.refused`, `usage.invalid` */
export async function openGitHubService(
  settings: Settings,
  { secrets, ...observers }: GitHubObservers,
): Promise<GitHubService> {
  const { github, workspace } = settings;
  const server = findServer(settings);
  const token = checkToken(secrets.find(({ name }) => name === tokenName)?.value ?? '');
  const repositories = github.repositories ?? (await findDefault(settings, server));
  const opened =
    workspace?.writable === true
      ? await openChosenWorkspace({ workspace: workspace.folder, writable: true })
      : {};
  return new GitHubService({
    server,
    token,
    version: packageVersion(),
    repositories,
    write: github.write,
    workspace: opened.workspace ?? null,
    ...observers,
  });
}

/** It goes into a header. */
function checkToken(text: string): string {
  const token = text.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new PymcpError(
    'github.no-token',
    `${tokenName} is no token: it has spaces or other characters that none has`,
    `pymcp secrets set ${tokenName}, with one from https://github.com/settings/personal-access-tokens/new`,
  );
}

async function findDefault(
  { workspace }: Settings,
  { host }: GitHubServer,
): Promise<readonly RepositoryPattern[]> {
  const hint =
    'name what it may touch: --github-repositories OWNER/NAME (or github.repositories in the file)';
  if (workspace === undefined)
    throw new PymcpError(
      'github.no-repository',
      'the service github has no repository: none is named, and there is no workspace whose git remote would say it',
      hint,
    );
  try {
    return [await findRepository(workspace.folder, host)];
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    throw new PymcpError(error.code, `the service github has no repository: ${error.message}`, hint);
  }
}
