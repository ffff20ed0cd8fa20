// One page of what GitHub lists, and which page comes next.
import { z } from 'zod';
import type { GitHubReply } from './github-client.js';
import { boundTexts } from './bound-texts.js';
import { understand } from '../../secrets/github/understand.js';

export interface PageInput {
  readonly page?: number | undefined;
  readonly perPage?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** null: this was the last. */
  readonly nextPage: number | null;
}

/** Characters of one text in a list; what is asked for by itself has more. */
const mostInList = 2_000;
const ordinaryPage = 30;

export function toPageParameters({ page = 1, perPage = ordinaryPage }: PageInput): {
  readonly page: number;
  readonly per_page: number;
} {
  return { page, per_page: perPage };
}

export function readPage<Item extends z.ZodType>(
  item: Item,
  { data, headers }: GitHubReply,
  { page = 1 }: PageInput,
): Page<z.infer<Item>> {
  const items = boundTexts(understand(z.array(item), data), mostInList);
  return { items, nextPage: hasNext(headers) ? page + 1 : null };
}

/** RFC 8288, as GitHub writes it. */
export function hasNext({ link }: GitHubReply['headers']): boolean {
  return typeof link === 'string' && /;\s*rel="next"/.test(link);
}
