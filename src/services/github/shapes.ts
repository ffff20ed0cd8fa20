// What is kept of GitHub's answers, under GitHub's names: the same for reading them, for handing them on, and for telling clients
// what comes. Whatever is not named here goes no further.
import { z } from 'zod';

const user = z.object({ login: z.string() }).nullish();
const when = z.string().nullish();

export const labelShape = z.object({ name: z.string().nullish(), description: z.string().nullish() });

export const issueShape = z.object({
  number: z.int(),
  title: z.string(),
  state: z.string(),
  state_reason: z.string().nullish(),
  user,
  labels: z.array(z.union([z.string(), labelShape])),
  assignees: z.array(z.object({ login: z.string() })).nullish(),
  milestone: z.object({ number: z.int(), title: z.string() }).nullish(),
  comments: z.int().optional(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: when,
  html_url: z.string(),
  body: z.string().nullish(),
});

export const commentShape = z.object({
  id: z.int(),
  user,
  created_at: z.string(),
  updated_at: z.string(),
  html_url: z.string(),
  author_association: z.string().optional(),
  body: z.string().optional(),
});

const branch = z.object({ ref: z.string(), sha: z.string() });

export const pullRequestShape = z.object({
  number: z.int(),
  title: z.string(),
  state: z.string(),
  draft: z.boolean().optional(),
  merged: z.boolean().optional(),
  mergeable_state: z.string().optional(),
  user,
  labels: z.array(labelShape),
  head: branch,
  base: branch,
  commits: z.int().optional(),
  additions: z.int().optional(),
  deletions: z.int().optional(),
  changed_files: z.int().optional(),
  created_at: z.string(),
  updated_at: z.string(),
  merged_at: when,
  html_url: z.string(),
  body: z.string().nullish(),
});

export const fileChangeShape = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  additions: z.int(),
  deletions: z.int(),
  patch: z.string().optional(),
});

export const reviewShape = z.object({
  id: z.int(),
  user,
  state: z.string(),
  submitted_at: z.string().optional(),
  html_url: z.string(),
  body: z.string(),
});

export const reviewCommentShape = z.object({
  id: z.int(),
  user,
  path: z.string(),
  line: z.int().nullish(),
  side: z.string().optional(),
  in_reply_to_id: z.int().optional(),
  created_at: z.string(),
  html_url: z.string(),
  diff_hunk: z.string(),
  body: z.string(),
});

export const statusShape = z.object({
  state: z.string(),
  sha: z.string(),
  statuses: z.array(
    z.object({
      context: z.string(),
      state: z.string(),
      description: z.string().nullish(),
      target_url: z.string().nullish(),
    }),
  ),
});

export const commitShape = z.object({
  sha: z.string(),
  html_url: z.string(),
  author: z.object({ login: z.string().optional() }).nullish(),
  parents: z.array(z.object({ sha: z.string() })),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string().optional(), date: z.string().optional() }).nullish(),
  }),
  stats: z.object({ additions: z.int().optional(), deletions: z.int().optional() }).optional(),
  files: z.array(fileChangeShape).optional(),
});

export const entryShape = z.object({
  name: z.string(),
  path: z.string(),
  type: z.string(),
  size: z.int(),
  sha: z.string(),
});

export const codeHitShape = z.object({
  name: z.string(),
  path: z.string(),
  sha: z.string(),
  html_url: z.string(),
  repository: z.object({ full_name: z.string() }),
  text_matches: z.array(z.object({ fragment: z.string().optional() })).optional(),
});

export const issueHitShape = issueShape.extend({ repository_url: z.string(), score: z.number().optional() });

export const meShape = z.object({
  login: z.string(),
  name: z.string().nullish(),
  html_url: z.string(),
  type: z.string(),
});
