// The tools that write on GitHub, in the name of the user; offered only where the user has said so.
import { z } from 'zod';
import { createBranch as branching, writeFile as writing } from '../../services/github/write-contents.js';
import { addComment as commenting, writeIssue as changing } from '../../services/github/write-issues.js';
import { createPull as pulling } from '../../services/github/write-pulls.js';
import type { OfferedTool } from '../offer.js';
import { type Offered, offerTool } from './github-tool.js';
import { bodyField, numberField, repositoryFields } from './input-fields.js';

export function writeTools(offered: Offered): readonly OfferedTool[] {
  return [
    addIssueComment(offered),
    issueWrite(offered),
    createBranch(offered),
    createOrUpdateFile(offered),
    createPullRequest(offered),
  ];
}

const written = { repository: z.string(), url: z.string().describe('Where the user sees it') } as const;
const title = z.string().min(1).max(256);
const names = () => z.array(z.string().min(1).max(100)).max(50);
const ref = z.string().describe('Name of a branch.');
const annotations = { destructiveHint: false, idempotentHint: false } as const;

const addIssueComment = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: commenting,
    title: 'Comment on GitHub',
    description:
      'Adds a comment to an issue or pull request, in the name of the user, for all who can read it.',
    input: z.strictObject({ ...repositoryFields, issue_number: numberField, body: bodyField.min(1) }),
    output: written,
    othersWords: [],
    annotations,
    toInput: (given) => given,
    tell: ({ repository, url }, { issue_number: number }) => ({
      message: `The comment stands at ${number} of ${repository}: ${url}`,
      fields: { repository, url },
    }),
  });

const issueWrite = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: changing,
    title: 'Make or change an issue on GitHub',
    description:
      'method create makes an issue; update changes the fields that are given (lists are replaced as a whole), and closes or reopens it by state.',
    input: z.strictObject({
      method: z.enum(['create', 'update']),
      ...repositoryFields,
      issue_number: numberField.optional().describe('Of the issue to update.'),
      title: title.optional().describe('Needed to create one.'),
      body: bodyField.optional(),
      assignees: names().optional(),
      labels: names().optional(),
      milestone: numberField.optional(),
      state: z.enum(['open', 'closed']).optional(),
      state_reason: z.enum(['completed', 'not_planned', 'reopened']).optional(),
    }),
    output: { ...written, number: z.int(), state: z.string() },
    othersWords: [],
    annotations: { destructiveHint: true, idempotentHint: false },
    toInput: (given) => given,
    tell: ({ repository, url, issue: { number, state } }, { method }) => ({
      message: `Issue ${number} of ${repository} was ${method === 'create' ? 'made' : 'changed'} and is ${state}: ${url}`,
      fields: { repository, url, number, state },
    }),
  });

const createBranch = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: branching,
    title: 'Make a branch on GitHub',
    description: 'Makes a branch where another one stands.',
    input: z.strictObject({
      ...repositoryFields,
      branch: ref,
      from_branch: z.string().optional().describe('The default branch where left out.'),
    }),
    output: { ...written, branch: z.string(), sha: z.string() },
    othersWords: [],
    annotations,
    toInput: (given) => given,
    tell: ({ repository, url, branch, sha }) => ({
      message: `The branch ${branch} of ${repository} stands at ${sha}.`,
      fields: { repository, url, branch, sha },
    }),
  });

const createOrUpdateFile = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: writing,
    title: 'Write a file on GitHub',
    description:
      'Commits one text file to a branch. To replace a file give its sha, as get_file_contents tells it. Not for .github/workflows and .github/actions.',
    input: z.strictObject({
      ...repositoryFields,
      path: z.string().describe('From the top of the repository.'),
      content: z.string().max(1_000_000).describe('The whole file, as text.'),
      message: z.string().min(1).max(10_000).describe('Of the commit.'),
      branch: ref,
      sha: z
        .string()
        .regex(/^[0-9a-f]{40,64}$/)
        .optional()
        .describe('Of the file to replace.'),
    }),
    output: { ...written, path: z.string(), sha: z.string(), commit: z.string() },
    othersWords: [],
    annotations: { destructiveHint: true, idempotentHint: false },
    toInput: (given) => given,
    tell: ({ repository, url, path, sha, commit }) => ({
      message: `The file ${JSON.stringify(path)} of ${repository} was written by the commit ${commit}: ${url}`,
      fields: { repository, url, path, sha, commit },
    }),
  });

const createPullRequest = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: pulling,
    title: 'Make a pull request on GitHub',
    description: 'Asks for a branch to be merged into another one of the same repository.',
    input: z.strictObject({
      ...repositoryFields,
      title,
      body: bodyField.optional(),
      head: ref.describe('The branch to be merged.'),
      base: ref.describe('The branch to merge into.'),
      draft: z.boolean().optional(),
      maintainer_can_modify: z.boolean().optional(),
    }),
    output: { ...written, number: z.int() },
    othersWords: [],
    annotations,
    toInput: (given) => given,
    tell: ({ repository, url, number }) => ({
      message: `Pull request ${number} of ${repository} was made: ${url}`,
      fields: { repository, url, number },
    }),
  });
