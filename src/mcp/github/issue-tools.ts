// The tools list_issues and issue_read.
import { z } from 'zod';
import { listIssues as listing, readIssue as reading } from '../../services/github/read-issues.js';
import { commentShape, issueShape, labelShape } from '../../services/github/shapes.js';
import type { OfferedTool } from '../offer.js';
import { type Offered, offerTool } from './github-tool.js';
import { nextPageField, numberField, pageFields, repositoryFields } from './input-fields.js';
import { tellPage, toWords } from './tell-page.js';

export function issueTools(offered: Offered): readonly OfferedTool[] {
  return [listIssues(offered), readIssue(offered)];
}

const listIssues = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: listing,
    title: 'List issues on GitHub',
    description:
      'Lists the issues of a repository, without its pull requests: a page may have fewer than perPage. To find issues by words use search_issues.',
    input: z.strictObject({
      ...repositoryFields,
      state: z.enum(['open', 'closed', 'all', 'OPEN', 'CLOSED']).optional().describe('open where left out.'),
      labels: z.array(z.string().max(100)).max(20).optional().describe('Issues that have all of these.'),
      sort: z.enum(['created', 'updated', 'comments']).optional(),
      direction: z.enum(['asc', 'desc']).optional(),
      since: z.iso.datetime({ offset: true }).optional().describe('Updated since, ISO 8601.'),
      ...pageFields,
    }),
    output: { repository: z.string(), issues: z.array(issueShape), next_page: nextPageField },
    othersWords: ['issues'],
    toInput: ({ state, ...rest }) => ({ ...rest, state: toState(state) }),
    tell: ({ repository, issues, nextPage }) => ({
      message: tellPage(issues.length, 'issues', repository, nextPage),
      fields: { repository, issues, next_page: nextPage },
      words: toWords(issues),
    }),
  });

const readIssue = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: reading,
    title: 'Read an issue on GitHub',
    description:
      'Reads one issue. method: get (title, text, state), get_comments, get_sub_issues, get_labels. Comments of a pull request are there too.',
    input: z.strictObject({
      method: z.enum(['get', 'get_comments', 'get_sub_issues', 'get_labels']),
      ...repositoryFields,
      issue_number: numberField,
      ...pageFields,
    }),
    output: {
      repository: z.string(),
      issue: issueShape,
      comments: z.array(commentShape),
      sub_issues: z.array(issueShape),
      labels: z.array(labelShape),
      next_page: nextPageField,
    },
    othersWords: ['issue', 'comments', 'sub_issues', 'labels'],
    toInput: (given) => given,
    tell: ({ repository, issue, comments, subIssues, labels, nextPage }, { issue_number: number }) => {
      const listed = comments ?? subIssues ?? labels;
      const what = comments !== null ? 'comments' : subIssues !== null ? 'sub-issues' : 'labels';
      return {
        message:
          listed === null
            ? `Issue ${number} of ${repository}.`
            : tellPage(listed.length, `${what} of issue ${number}`, repository, nextPage),
        fields: { repository, issue, comments, sub_issues: subIssues, labels, next_page: nextPage },
        words: toWords(issue ?? listed),
      };
    },
  });

type State = 'open' | 'closed' | 'all';
const toState = (given: string | undefined): State | undefined => given?.toLowerCase() as State | undefined;
