// The tools list_pull_requests and pull_request_read.
import { z } from 'zod';
import { listPulls, type PullRead, pullMethods, readPull } from '../../services/github/read-pulls.js';
import {
  commentShape,
  fileChangeShape,
  pullRequestShape,
  reviewCommentShape,
  reviewShape,
  statusShape,
} from '../../services/github/shapes.js';
import type { OfferedTool } from '../offer.js';
import { type GitHubTold, type Offered, offerTool } from './github-tool.js';
import { nextPageField, numberField, pageFields, repositoryFields } from './input-fields.js';
import { tellPage, toWords } from './tell-page.js';

export function pullTools(offered: Offered): readonly OfferedTool[] {
  return [listPullRequests(offered), readPullRequest(offered)];
}

const listPullRequests = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: listPulls,
    title: 'List pull requests on GitHub',
    description:
      'Lists the pull requests of a repository. To find some by words use search_issues with is:pr.',
    input: z.strictObject({
      ...repositoryFields,
      state: z.enum(['open', 'closed', 'all']).optional().describe('open where left out.'),
      head: z.string().max(300).optional().describe('Of this branch: OWNER:BRANCH.'),
      base: z.string().max(255).optional().describe('Into this branch.'),
      sort: z.enum(['created', 'updated', 'popularity', 'long-running']).optional(),
      direction: z.enum(['asc', 'desc']).optional(),
      ...pageFields,
    }),
    output: { repository: z.string(), pull_requests: z.array(pullRequestShape), next_page: nextPageField },
    othersWords: ['pull_requests'],
    toInput: (given) => given,
    tell: ({ repository, pullRequests, nextPage }) => ({
      message: tellPage(pullRequests.length, 'pull requests', repository, nextPage),
      fields: { repository, pull_requests: pullRequests, next_page: nextPage },
      words: toWords(pullRequests),
    }),
  });

const readPullRequest = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: readPull,
    title: 'Read a pull request on GitHub',
    description:
      'Reads one pull request. method: get (title, text, branches), get_diff, get_status (of the checks of its last commit), get_files ' +
      '(what it changes, in pages), get_review_comments (on lines), get_reviews, get_comments.',
    input: z.strictObject({
      method: z.enum(pullMethods),
      ...repositoryFields,
      pullNumber: numberField,
      ...pageFields,
    }),
    output: {
      repository: z.string(),
      pull_request: pullRequestShape,
      diff: z.string(),
      checks: statusShape,
      files: z.array(fileChangeShape),
      review_comments: z.array(reviewCommentShape),
      reviews: z.array(reviewShape),
      comments: z.array(commentShape),
      next_page: nextPageField,
    },
    othersWords: ['pull_request', 'diff', 'checks', 'files', 'review_comments', 'reviews', 'comments'],
    toInput: (given) => given,
    tell: (read, { pullNumber }) => tellRead(read, `pull request ${pullNumber}`),
  });

function tellRead(read: PullRead, what: string): GitHubTold {
  const { repository, nextPage, pullRequest, diff, status, files, reviewComments, reviews, comments } = read;
  const lists = { files, 'review comments': reviewComments, reviews, comments };
  const [kind, list] = Object.entries(lists).find(([, one]) => one !== undefined) ?? [];
  return {
    message:
      list === undefined
        ? `${what.charAt(0).toUpperCase()}${what.slice(1)} of ${repository}.`
        : tellPage(list.length, `${kind ?? ''} of ${what}`, repository, nextPage),
    fields: {
      ...{ repository, next_page: nextPage, pull_request: pullRequest ?? null, diff: diff ?? null },
      ...{ checks: status ?? null, files: files ?? null, review_comments: reviewComments ?? null },
      ...{ reviews: reviews ?? null, comments: comments ?? null },
    },
    words: diff ?? toWords(pullRequest ?? status ?? list),
  };
}
