// The tools get_me, search_code and search_issues.
import { z } from 'zod';
import { getMe as getting } from '../../services/github/get-me.js';
import {
  type Found,
  searchCode as searchingCode,
  searchIssues as searchingIssues,
} from '../../services/github/search.js';
import { codeHitShape, issueShape, meShape } from '../../services/github/shapes.js';
import type { OfferedTool } from '../offer.js';
import { type GitHubTold, type Offered, offerTool } from './github-tool.js';
import { nextPageField, pageFields } from './input-fields.js';
import { toWords } from './tell-page.js';

export function searchTools(offered: Offered): readonly OfferedTool[] {
  return [getMe(offered), searchCode(offered), searchIssues(offered)];
}

const scopeFields = {
  owner: z.string().optional().describe('Only in repositories of this owner.'),
  repo: z.string().optional().describe('With owner: only in this repository.'),
} as const;

const confined =
  'Searches in the permitted repositories, or in the one that owner and repo or repo:OWNER/NAME names; other qualifiers of place, OR and parentheses are refused.';

const foundFields = {
  total: z.int().describe('Of all pages, on the first'),
  complete: z.boolean().describe('false: GitHub ran out of time, and there may be more'),
  next_page: nextPageField,
} as const;

const getMe = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: getting,
    title: 'Whose GitHub account this is',
    description: 'Tells in whose name the tools of GitHub act.',
    input: z.strictObject({}),
    output: { user: meShape },
    othersWords: [],
    toInput: (given) => given,
    tell: (user) => ({ message: `You act as ${user.login}.`, fields: { user }, words: toWords(user) }),
  });

const searchCode = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: searchingCode,
    title: 'Search code on GitHub',
    description: `Finds code on default branches by words and qualifiers such as language:python, path:src, extension:md. ${confined}`,
    input: z.strictObject({
      query: z.string().describe('Words and qualifiers, such as "def main" language:python.'),
      ...scopeFields,
      ...pageFields,
    }),
    output: { hits: z.array(codeHitShape), ...foundFields },
    othersWords: ['hits'],
    toInput: (given) => given,
    tell: tellFound,
  });

const searchIssues = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: searchingIssues,
    title: 'Search issues on GitHub',
    description: `Finds issues by words and qualifiers such as is:open, label:bug, author:NAME; pull requests with is:pr. ${confined}`,
    input: z.strictObject({
      query: z.string().describe('Words and qualifiers, such as crash is:open label:bug.'),
      ...scopeFields,
      sort: z.enum(['comments', 'reactions', 'interactions', 'created', 'updated']).optional(),
      order: z.enum(['asc', 'desc']).optional(),
      ...pageFields,
    }),
    output: { hits: z.array(issueShape.extend({ repository: z.string() })), ...foundFields },
    othersWords: ['hits'],
    toInput: (given) => given,
    tell: tellFound,
  });

function tellFound({ hits, total, isComplete, nextPage }: Found<unknown>): GitHubTold {
  const count = hits.length === 0 ? 'Nothing was found' : `${hits.length} found here`;
  const all = total === null ? '' : `, ${total} in all`;
  const more = nextPage === null ? '' : ` There are more: ask for page ${nextPage}.`;
  return {
    message: `${count}${all}.${more}${isComplete ? '' : ' GitHub ran out of time: there may be others.'}`,
    fields: { hits, total, complete: isComplete, next_page: nextPage },
    words: toWords(hits),
  };
}
