// Commits: a list, and one with what it changed.
import type { z } from 'zod';
import { boundTexts } from './bound-texts.js';
import { checkPath, checkRef } from './check-given.js';
import { openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { type PageInput, readPage, toPageParameters } from './read-page.js';
import { commitShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

type Commit = z.infer<typeof commitShape>;

export interface ListCommitsInput extends RepositoryInput, PageInput {
  /** Where to begin: the default branch where it is left out. */
  readonly sha?: string | undefined;
  readonly author?: string | undefined;
  readonly path?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export interface CommitPage {
  readonly repository: string;
  readonly commits: readonly Commit[];
  readonly nextPage: number | null;
}

export interface GetCommitInput extends RepositoryInput, PageInput {
  readonly sha: string;
  readonly withDiff: boolean;
}

export interface CommitRead {
  readonly repository: string;
  readonly commit: Commit;
}

const mostPatch = 10_000;

export const listCommits: Operation<ListCommitsInput, CommitPage> = {
  name: 'list_commits',
  access: 'read',
  permission: 'Contents: read',
  run: async (setting, asking, input) => {
    const { sha, path, author, since, until } = input;
    const [from, below] = [
      sha === undefined ? sha : checkRef(sha),
      path === undefined ? path : checkPath(path),
    ];
    const { fullName, send } = await openRepository(setting, asking, input);
    const reply = await send('GET /repos/{owner}/{repo}/commits', {
      ...toPageParameters(input),
      ...{ sha: from, path: below, author, since, until },
    });
    const { items, nextPage } = readPage(commitShape, reply, input);
    return { repository: fullName, commits: items, nextPage };
  },
};

export const getCommit: Operation<GetCommitInput, CommitRead> = {
  name: 'get_commit',
  access: 'read',
  permission: 'Contents: read',
  run: async (setting, asking, input) => {
    const ref = checkRef(input.sha);
    const { fullName, send } = await openRepository(setting, asking, input);
    const parameters = { ref, ...toPageParameters(input) };
    const { data } = await send('GET /repos/{owner}/{repo}/commits/{ref}', parameters);
    const commit = boundTexts(understand(commitShape, data), mostPatch);
    return { repository: fullName, commit: input.withDiff ? commit : withoutPatches(commit) };
  },
};

function withoutPatches({ files = [], ...commit }: Commit): Commit {
  return { ...commit, files: files.map(({ patch: _, ...file }) => file) };
}
