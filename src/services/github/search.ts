// Searches, in what the policy names and nowhere else. That nothing was found says something too: so everything that was looked at
// counts as read.
import { z } from 'zod';
import { readRepositoryName, renderPattern } from '../../core/github-repository.js';
import { boundTexts } from './bound-texts.js';
import { type ConfinedQuery, confineQuery, type QueryInput } from './confine-query.js';
import type { GitHubReply } from './github-client.js';
import { type Asking, type GitHubSetting, openRepository } from './open-repository.js';
import type { Operation } from './operation.js';
import { type PageInput, toPageParameters } from './read-page.js';
import { codeHitShape, issueHitShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

export interface SearchInput extends QueryInput, PageInput {
  readonly sort?: string | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
}

export interface Found<Hit> {
  readonly hits: readonly Hit[];
  /** Of all pages, on the first; null where GitHub has found what is not permitted here too. */
  readonly total: number | null;
  readonly isComplete: boolean;
  readonly nextPage: number | null;
}

export type CodeHit = z.infer<typeof codeHitShape>;
export type IssueHit = Omit<z.infer<typeof issueHitShape>, 'repository_url' | 'score'> & {
  readonly repository: string;
};

const mostCharacters = 2_000;
/** GitHub shows no more of any search. */
const mostFound = 1_000;

const pageShape = <Item extends z.ZodType>(item: Item) =>
  z.object({ total_count: z.int(), incomplete_results: z.boolean(), items: z.array(item) });
const codePage = pageShape(codeHitShape);
const issuePage = pageShape(issueHitShape);

export const searchCode: Operation<SearchInput, Found<CodeHit>> = {
  name: 'search_code',
  access: 'read',
  permission: 'Contents: read',
  run: async (setting, asking, input) => {
    const query = confineQuery(input, setting.policy);
    const { data } = await search(setting, asking, input, 'GET /search/code', query);
    const page = understand(codePage, data);
    const hits = page.items.filter(({ repository }) => isWithin(setting, query, repository.full_name));
    return toFound(page, hits, input);
  },
};

export const searchIssues: Operation<SearchInput, Found<IssueHit>> = {
  name: 'search_issues',
  access: 'read',
  permission: 'Issues: read',
  run: async (setting, asking, input) => {
    const query = confineQuery(input, setting.policy);
    const kind = /(?:^|\s)(?:is|type):(?:issue|pr|pull-request)(?:\s|$)/i.test(query.text) ? '' : 'is:issue ';
    const confined = { ...query, text: `${kind}${query.text}` };
    const { data } = await search(setting, asking, input, 'GET /search/issues', confined);
    const page = understand(issuePage, data);
    const hits = page.items.flatMap(({ repository_url: url, score: _, ...issue }) => {
      const repository = url.split('/').slice(-2).join('/');
      return isWithin(setting, query, repository) ? [{ ...issue, repository }] : [];
    });
    return toFound(page, hits, input);
  },
};

async function search(
  setting: GitHubSetting,
  asking: Asking,
  input: SearchInput,
  route: string,
  { text, scope }: ConfinedQuery,
): Promise<GitHubReply> {
  const { signal, permission, caller } = asking;
  const { sort, order } = input;
  for (const pattern of scope) {
    const { owner, name } = pattern;
    // Who may read all that an owner has is not known: it counts as private.
    if (name === null) setting.history.note(caller, renderPattern(pattern));
    else await openRepository(setting, asking, { owner, repo: name });
  }
  const parameters = { q: text, ...toPageParameters(input), sort, order };
  const format = route.endsWith('/code') ? ({ format: 'text-match' } as const) : {};
  const where = scope.map(renderPattern).join(', ');
  return setting.client.send(route, parameters, { ...format, signal, permission, where });
}

/** What GitHub has found elsewhere goes no further. */
function isWithin({ policy }: GitHubSetting, { scope }: ConfinedQuery, fullName: string): boolean {
  const found = readRepositoryName(fullName);
  if (found === null || !policy.permits(found)) return false;
  const wanted = new Set(scope.map((one) => renderPattern(one).toLowerCase()));
  return wanted.has(fullName.toLowerCase()) || wanted.has(`${found.owner}/*`.toLowerCase());
}

function toFound<Hit>(
  {
    total_count: total,
    incomplete_results: isIncomplete,
    items,
  }: z.infer<typeof codePage> | z.infer<typeof issuePage>,
  hits: readonly Hit[],
  input: PageInput,
): Found<Hit> {
  const { page, per_page: perPage } = toPageParameters(input);
  const isMore = page * perPage < Math.min(total, mostFound);
  return {
    hits: boundTexts(hits, mostCharacters),
    // On later pages there may be none to look at, and a number all the same.
    total: page === 1 && hits.length === items.length ? total : null,
    isComplete: !isIncomplete,
    nextPage: isMore ? page + 1 : null,
  };
}
