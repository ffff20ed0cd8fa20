// Arguments that many tools of GitHub have, under the names of GitHub's own server.
import { z } from 'zod';

export const repositoryFields = {
  owner: z.string().describe('Owner of the repository'),
  repo: z.string().describe('Name of the repository'),
} as const;

export const pageFields = {
  page: z.int().min(1).max(10_000).optional().describe('From 1 on; next_page of the page before.'),
  perPage: z.int().min(1).max(100).optional().describe('Results per page; 30 where left out.'),
} as const;

export const numberField = z
  .int()
  .min(1)
  .max(2 ** 31);

export const nextPageField = z.int().describe('Ask for this page next; null: this was the last');

/** A text that is sent to GitHub, which takes 65536 characters of it. */
export const bodyField = z.string().max(65_536);
