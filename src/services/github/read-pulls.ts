// Pull requests: a list, one, and what belongs to one.
import { z } from 'zod';
import { boundTexts } from './bound-texts.js';
import { type OpenedRepository, openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { type Page, type PageInput, readPage, toPageParameters } from './read-page.js';
import {
  commentShape,
  fileChangeShape,
  pullRequestShape,
  reviewCommentShape,
  reviewShape,
  statusShape,
} from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

type PullRequest = z.infer<typeof pullRequestShape>;

export interface ListPullsInput extends RepositoryInput, PageInput {
  readonly state?: 'open' | 'closed' | 'all' | undefined;
  readonly head?: string | undefined;
  readonly base?: string | undefined;
  readonly sort?: 'created' | 'updated' | 'popularity' | 'long-running' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
}

export interface PullPage {
  readonly repository: string;
  readonly pullRequests: readonly PullRequest[];
  readonly nextPage: number | null;
}

export const pullMethods = [
  'get',
  'get_diff',
  'get_status',
  'get_files',
  'get_review_comments',
  'get_reviews',
  'get_comments',
] as const;

export interface PullReadInput extends RepositoryInput, PageInput {
  readonly method: (typeof pullMethods)[number];
  readonly pullNumber: number;
}

export interface PullRead {
  readonly repository: string;
  readonly nextPage: number | null;
  readonly pullRequest?: PullRequest;
  readonly diff?: string;
  readonly status?: z.infer<typeof statusShape>;
  readonly files?: readonly z.infer<typeof fileChangeShape>[];
  readonly reviewComments?: readonly z.infer<typeof reviewCommentShape>[];
  readonly reviews?: readonly z.infer<typeof reviewShape>[];
  readonly comments?: readonly z.infer<typeof commentShape>[];
}

const mostCharacters = 50_000;
const mostDiff = 100_000;
const one = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';

export const listPulls: Operation<ListPullsInput, PullPage> = {
  name: 'list_pull_requests',
  access: 'read',
  permission: 'Pull requests: read',
  run: async (setting, asking, input) => {
    const { fullName, send } = await openRepository(setting, asking, input);
    const { state, head, base, sort, direction } = input;
    const reply = await send('GET /repos/{owner}/{repo}/pulls', {
      ...toPageParameters(input),
      ...{ state, head, base, sort, direction },
    });
    const { items, nextPage } = readPage(pullRequestShape, reply, input);
    return { repository: fullName, pullRequests: items, nextPage };
  },
};

export const readPull: Operation<PullReadInput, PullRead> = {
  name: 'pull_request_read',
  access: 'read',
  permission: 'Pull requests: read',
  run: async (setting, asking, input) => {
    const repository = await openRepository(setting, asking, input);
    const { nextPage = null, ...read } = await readPart(repository, input);
    return { repository: repository.fullName, nextPage, ...read };
  },
};

type Part = Partial<Omit<PullRead, 'repository'>>;

async function readPart({ send }: OpenedRepository, input: PullReadInput): Promise<Part> {
  const { method, pullNumber } = input;
  const named = { pull_number: pullNumber };
  const list = async <Item extends z.ZodType>(route: string, item: Item): Promise<Page<z.infer<Item>>> =>
    readPage(item, await send(route, { ...named, ...toPageParameters(input) }), input);
  switch (method) {
    case 'get':
      return { pullRequest: await readWhole(send, named) };
    case 'get_diff': {
      const { data } = await send(one, named, { format: 'diff' });
      return { diff: boundTexts(understand(z.string(), data), mostDiff) };
    }
    case 'get_status': {
      const { head } = await readWhole(send, named);
      const { data } = await send('GET /repos/{owner}/{repo}/commits/{ref}/status', { ref: head.sha });
      return { status: boundTexts(understand(statusShape, data), mostCharacters) };
    }
    case 'get_files': {
      const { items: files, nextPage } = await list(`${one}/files`, fileChangeShape);
      return { files, nextPage };
    }
    case 'get_review_comments': {
      const { items: reviewComments, nextPage } = await list(`${one}/comments`, reviewCommentShape);
      return { reviewComments, nextPage };
    }
    case 'get_reviews': {
      const { items: reviews, nextPage } = await list(`${one}/reviews`, reviewShape);
      return { reviews, nextPage };
    }
    case 'get_comments': {
      const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
      const reply = await send(route, { issue_number: pullNumber, ...toPageParameters(input) });
      const { items: comments, nextPage } = readPage(commentShape, reply, input);
      return { comments, nextPage };
    }
  }
}

async function readWhole(
  send: OpenedRepository['send'],
  named: { readonly pull_number: number },
): Promise<PullRequest> {
  return boundTexts(understand(pullRequestShape, (await send(one, named)).data), mostCharacters);
}
