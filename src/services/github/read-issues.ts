// Issues: a list, one, and what belongs to one.
import { z } from 'zod';
import { boundTexts } from './bound-texts.js';
import { openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { type PageInput, readPage, toPageParameters } from './read-page.js';
import { commentShape, issueShape, labelShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

type Issue = z.infer<typeof issueShape>;

export interface ListIssuesInput extends RepositoryInput, PageInput {
  readonly state?: 'open' | 'closed' | 'all' | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly sort?: 'created' | 'updated' | 'comments' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly since?: string | undefined;
}

export interface IssuePage {
  readonly repository: string;
  readonly issues: readonly Issue[];
  readonly nextPage: number | null;
}

export interface IssueReadInput extends RepositoryInput, PageInput {
  readonly method: 'get' | 'get_comments' | 'get_sub_issues' | 'get_labels';
  readonly issue_number: number;
}

export interface IssueRead {
  readonly repository: string;
  readonly issue: Issue | null;
  readonly comments: readonly z.infer<typeof commentShape>[] | null;
  readonly subIssues: readonly Issue[] | null;
  readonly labels: readonly z.infer<typeof labelShape>[] | null;
  readonly nextPage: number | null;
}

/** GitHub lists pull requests among the issues; they have a tool of their own. */
const listedShape = issueShape.extend({ pull_request: z.object({}).optional() });
const subIssueShape = issueShape.extend({ repository_url: z.string() });
const mostCharacters = 50_000;
const one = '/repos/{owner}/{repo}/issues/{issue_number}';

export const listIssues: Operation<ListIssuesInput, IssuePage> = {
  name: 'list_issues',
  access: 'read',
  permission: 'Issues: read',
  run: async (setting, asking, input) => {
    const { fullName, send } = await openRepository(setting, asking, input);
    const { labels = [], state, sort, direction, since } = input;
    const reply = await send('GET /repos/{owner}/{repo}/issues', {
      ...toPageParameters(input),
      ...{ state, sort, direction, since },
      ...(labels.length === 0 ? {} : { labels: labels.join(',') }),
    });
    const { items, nextPage } = readPage(listedShape, reply, input);
    const issues = items
      .filter((item) => item.pull_request === undefined)
      .map(({ pull_request: _, ...issue }) => issue);
    return { repository: fullName, issues, nextPage };
  },
};

export const readIssue: Operation<IssueReadInput, IssueRead> = {
  name: 'issue_read',
  access: 'read',
  permission: 'Issues: read',
  run: async (setting, asking, input) => {
    const { fullName, send } = await openRepository(setting, asking, input);
    const { method, issue_number: number } = input;
    const read: IssueRead = {
      ...{ repository: fullName, issue: null, comments: null, subIssues: null, labels: null, nextPage: null },
    };
    const paged = { issue_number: number, ...toPageParameters(input) };
    switch (method) {
      case 'get': {
        const { data } = await send(`GET ${one}`, { issue_number: number });
        return { ...read, issue: boundTexts(understand(issueShape, data), mostCharacters) };
      }
      case 'get_comments': {
        const { items, nextPage } = readPage(commentShape, await send(`GET ${one}/comments`, paged), input);
        return { ...read, comments: items, nextPage };
      }
      case 'get_sub_issues': {
        const { items, nextPage } = readPage(
          subIssueShape,
          await send(`GET ${one}/sub_issues`, paged),
          input,
        );
        return { ...read, subIssues: ofRepository(fullName, items), nextPage };
      }
      case 'get_labels': {
        const { items, nextPage } = readPage(labelShape, await send(`GET ${one}/labels`, paged), input);
        return { ...read, labels: items, nextPage };
      }
    }
  },
};

/** Those of other repositories were not asked for, and nobody has looked whether they may be read. */
function ofRepository(fullName: string, items: readonly z.infer<typeof subIssueShape>[]): readonly Issue[] {
  return items.flatMap(({ repository_url: url, ...issue }) =>
    url.toLowerCase().endsWith(`/repos/${fullName.toLowerCase()}`) ? [issue] : [],
  );
}
