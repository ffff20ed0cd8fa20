// Branches and files. What GitHub itself would run is not written: a workflow sees the secrets of the repository.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { checkPath, checkRef } from './check-given.js';
import { openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { understand } from '../../secrets/github/understand.js';
import type { Written } from './write-issues.js';

export interface BranchInput extends RepositoryInput {
  readonly branch: string;
  /** The default branch where it is left out. */
  readonly from_branch?: string | undefined;
}

export interface FileInput extends RepositoryInput {
  readonly path: string;
  readonly content: string;
  readonly message: string;
  readonly branch: string;
  /** Of the file that is replaced. */
  readonly sha?: string | undefined;
}

export interface WrittenBranch extends Written {
  readonly branch: string;
  readonly sha: string;
}

export interface WrittenFile extends Written {
  readonly path: string;
  readonly sha: string;
  readonly commit: string;
}

const refShape = z.object({ object: z.object({ sha: z.string() }) });
const fileShape = z.object({
  content: z.object({ path: z.string(), sha: z.string(), html_url: z.string() }),
  commit: z.object({ sha: z.string() }),
});

/** https://docs.github.com/en/actions: run by GitHub, with the secrets of the repository. */
const runByGitHub = /^\.github\/(?:workflows|actions)(?:\/|$)/i;

export const createBranch: Operation<BranchInput, WrittenBranch> = {
  name: 'create_branch',
  access: 'write',
  permission: 'Contents: write',
  run: async (setting, asking, input) => {
    const branch = checkRef(input.branch);
    const from = input.from_branch === undefined ? null : checkRef(input.from_branch);
    const { fullName, defaultBranch, send } = await openRepository(setting, asking, input);
    const base = `heads/${from ?? defaultBranch}`;
    const { object } = understand(
      refShape,
      (await send('GET /repos/{owner}/{repo}/git/ref/{ref}', { ref: base })).data,
    );
    await send('POST /repos/{owner}/{repo}/git/refs', { ref: `refs/heads/${branch}`, sha: object.sha });
    const { server } = setting.client;
    return {
      repository: fullName,
      branch,
      sha: object.sha,
      url: `https://${server.host}/${fullName}/tree/${branch}`,
    };
  },
};

export const writeFile: Operation<FileInput, WrittenFile> = {
  name: 'create_or_update_file',
  access: 'write',
  permission: 'Contents: write',
  run: async (setting, asking, input) => {
    const path = checkPath(input.path);
    const branch = checkRef(input.branch);
    if (runByGitHub.test(path)) throw isRun(path);
    const { fullName, send } = await openRepository(setting, asking, input);
    const { data } = await send('PUT /repos/{owner}/{repo}/contents/{path}', {
      ...{ path, branch, message: input.message, sha: input.sha },
      content: Buffer.from(input.content).toString('base64'),
    });
    const { content, commit } = understand(fileShape, data);
    return {
      repository: fullName,
      url: content.html_url,
      path: content.path,
      sha: content.sha,
      commit: commit.sha,
    };
  },
};

const isRun = (path: string): PymcpError =>
  new PymcpError(
    'github.not-permitted',
    `GitHub runs what stands in ${path}, with the secrets of the repository, and nothing is written there`,
    'show the text to the user, who can commit it',
  );
