// What of a repository decides what may be done with it.
import { z } from 'zod';
import type { RepositoryName } from '../../core/github-repository.js';
import { understand } from '../../secrets/github/understand.js';

export type Visibility = 'public' | 'internal' | 'private' | 'unknown';

export const repositoryShape = z.object({
  full_name: z.string(),
  private: z.boolean(),
  visibility: z.string().optional(),
  archived: z.boolean(),
  default_branch: z.string(),
});

export type FoundRepository = z.infer<typeof repositoryShape>;

/** Both fields have to say that everybody may read it. */
export function visibilityOf({ private: isPrivate, visibility }: FoundRepository): Visibility {
  if (isPrivate) return visibility === 'internal' ? 'internal' : 'private';
  if (visibility === 'public' || visibility === 'internal') return visibility;
  return 'unknown';
}

export const understandRepository = (data: unknown): FoundRepository => understand(repositoryShape, data);

export const toFullName = ({ owner, name }: RepositoryName): string => `${owner}/${name}`;
