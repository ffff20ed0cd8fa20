// The tools list_commits and get_commit.
import { z } from 'zod';
import { getCommit as getting, listCommits as listing } from '../../services/github/read-commits.js';
import { commitShape } from '../../services/github/shapes.js';
import type { OfferedTool } from '../offer.js';
import { type Offered, offerTool } from './github-tool.js';
import { nextPageField, pageFields, repositoryFields } from './input-fields.js';
import { tellPage, toWords } from './tell-page.js';

export function commitTools(offered: Offered): readonly OfferedTool[] {
  return [listCommits(offered), getCommit(offered)];
}

const listCommits = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: listing,
    title: 'List commits on GitHub',
    description: 'Lists the commits of a branch, the newest first. What one changed is told by get_commit.',
    input: z.strictObject({
      ...repositoryFields,
      sha: z
        .string()
        .optional()
        .describe('Branch, tag or commit to begin at; the default branch where left out.'),
      path: z.string().optional().describe('Only those that touch this file or folder.'),
      author: z.string().max(100).optional().describe('Login or mail address.'),
      since: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
      ...pageFields,
    }),
    output: { repository: z.string(), commits: z.array(commitShape), next_page: nextPageField },
    othersWords: ['commits'],
    toInput: (given) => given,
    tell: ({ repository, commits, nextPage }) => ({
      message: tellPage(commits.length, 'commits', repository, nextPage),
      fields: { repository, commits, next_page: nextPage },
      words: toWords(commits),
    }),
  });

const getCommit = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: getting,
    title: 'Read a commit on GitHub',
    description:
      'Reads a commit: message, author, and which files it changed, with their diffs unless include_diff is false.',
    input: z.strictObject({
      ...repositoryFields,
      sha: z.string().describe('Commit, branch or tag.'),
      include_diff: z.boolean().optional().describe('true where left out.'),
      ...pageFields,
    }),
    output: { repository: z.string(), commit: commitShape },
    othersWords: ['commit'],
    toInput: ({ include_diff: withDiff = true, ...rest }) => ({ ...rest, withDiff }),
    tell: ({ repository, commit }) => ({
      message: `Commit ${commit.sha} of ${repository}.`,
      fields: { repository, commit },
      words: toWords(commit),
    }),
  });
