// A file on the default branch of a repository, through GitHub's API. A file that is there is replaced only by who has read it.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { askGitHub, callGitHub } from './call-github.js';
import type { GitHubAccess } from './github-access.js';
import { explainRefusal } from './explain-refusal.js';
import { understand } from './understand.js';

export interface RemoteFile {
  readonly text: string;
  /** Of git, for who replaces it. */
  readonly sha: string;
}

const contents = '/repos/{owner}/{repo}/contents/{path}';
const file = z.object({
  type: z.literal('file'),
  encoding: z.string(),
  content: z.string(),
  sha: z.string(),
});
const repository = z.object({ default_branch: z.string().min(1) });

/** @throws PymcpError `github.*` */
export async function findDefaultBranch(access: GitHubAccess): Promise<string> {
  const answer = await callGitHub(access, 'GET /repos/{owner}/{repo}');
  return understand(repository, answer?.data).default_branch;
}

/** null where there is none; `other` where it is a folder, a link or the like. @throws PymcpError `github.*` */
export async function readRemoteFile(
  access: GitHubAccess,
  path: string,
  branch: string,
): Promise<RemoteFile | 'other' | null> {
  const answer = await callGitHub(access, `GET ${contents}`, { path, ref: branch }, 'is an answer');
  if (answer === null) return null;
  const parsed = file.safeParse(answer.data);
  if (!parsed.success || parsed.data.encoding !== 'base64') return 'other';
  return { text: Buffer.from(parsed.data.content, 'base64').toString('utf8'), sha: parsed.data.sha };
}

/** @param before what it replaces; null: makes it @throws PymcpError `github.*`, `github.export-refused` */
export async function writeRemoteFile(
  access: GitHubAccess,
  place: { readonly path: string; readonly branch: string; readonly message: string },
  text: string,
  before: RemoteFile | null,
): Promise<void> {
  const route = `PUT ${contents}`;
  const answer = await askGitHub(access, route, {
    ...place,
    content: Buffer.from(text).toString('base64'),
    ...(before === null ? {} : { sha: before.sha }),
  });
  if (answer.status < 300) return;
  // 409 and 422: somebody has written meanwhile, or a rule of the branch asks for a pull request.
  if (answer.status === 409 || answer.status === 422)
    throw new PymcpError(
      'github.export-refused',
      `GitHub does not let ${place.path} be written on ${place.branch} (${answer.status}): somebody changed it meanwhile, or a rule asks for a pull request`,
      'run it again; where the branch is protected, add what --dry-run shows by a pull request, then run it again',
    );
  throw explainRefusal(route, answer, access);
}
