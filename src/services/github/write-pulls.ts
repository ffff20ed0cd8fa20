// A new pull request, of a branch of the same repository: of another one nobody has looked who may read it.
import { checkRef } from './check-given.js';
import { openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { pullRequestShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';
import type { Written } from './write-issues.js';

export interface NewPullInput extends RepositoryInput {
  readonly title: string;
  readonly head: string;
  readonly base: string;
  readonly body?: string | undefined;
  readonly draft?: boolean | undefined;
  readonly maintainer_can_modify?: boolean | undefined;
}

export interface WrittenPull extends Written {
  readonly number: number;
}

export const createPull: Operation<NewPullInput, WrittenPull> = {
  name: 'create_pull_request',
  access: 'write',
  permission: 'Pull requests: write',
  run: async (setting, asking, input) => {
    const { title, body, draft, maintainer_can_modify: canModify } = input;
    const [head, base] = [checkRef(input.head), checkRef(input.base)];
    const { fullName, send } = await openRepository(setting, asking, input);
    const { data } = await send('POST /repos/{owner}/{repo}/pulls', {
      ...{ title, body, head, base, draft, maintainer_can_modify: canModify },
    });
    const { number, html_url: url } = understand(pullRequestShape, data);
    return { repository: fullName, number, url };
  },
};
