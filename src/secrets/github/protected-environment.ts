// The environment in which the export runs: the one who sets it up has to approve each run, where GitHub's plan has that, and only the
// default branch may use it. One that is there is left as it is.
import { z } from 'zod';
import { askGitHub, callGitHub, type Parameters } from './call-github.js';
import type { GitHubAccess, GitHubAnswer } from './github-access.js';
import { explainRefusal, messageIn } from './explain-refusal.js';
import { understand } from './understand.js';

export interface EnvironmentState {
  readonly outcome: 'is there' | 'made' | 'unavailable';
  /** Somebody has to approve each run. */
  readonly isReviewed: boolean;
}

const environment = '/repos/{owner}/{repo}/environments/{environment_name}';
const state = z.object({ protection_rules: z.array(z.object({ type: z.string() })).optional() });
const user = z.object({ id: z.int() });
const ownBranches = { protected_branches: false, custom_branch_policies: true } as const;

/** null where there is none. @throws PymcpError `github.*` */
export async function findEnvironment(access: GitHubAccess, name: string): Promise<EnvironmentState | null> {
  const answer = await callGitHub(access, `GET ${environment}`, { environment_name: name }, 'is an answer');
  return answer === null ? null : { outcome: 'is there', isReviewed: isReviewed(answer) };
}

/** @throws PymcpError `github.*` */
export async function makeEnvironment(
  access: GitHubAccess,
  name: string,
  branch: string,
): Promise<EnvironmentState> {
  const { id } = understand(user, (await callGitHub(access, 'GET /user'))?.data);
  const reviewers = [{ type: 'User', id }];
  for (const rules of [
    { reviewers, deployment_branch_policy: ownBranches },
    { deployment_branch_policy: ownBranches },
  ]) {
    const made = await tryMake(access, name, rules);
    if (made === null) continue;
    await allowBranch(access, name, branch, rules);
    return { outcome: 'made', isReviewed: isReviewed(made) };
  }
  return { outcome: 'unavailable', isReviewed: false };
}

/** null where the plan has no such rules. */
async function tryMake(access: GitHubAccess, name: string, rules: Parameters): Promise<GitHubAnswer | null> {
  const route = `PUT ${environment}`;
  const answer = await askGitHub(access, route, { environment_name: name, ...rules });
  if (answer.status < 300) return answer;
  if (answer.status === 422 || /billing plan|upgrade/i.test(messageIn(answer))) return null;
  throw explainRefusal(route, answer, access);
}

/** Without it no branch could use the environment at all. */
async function allowBranch(
  access: GitHubAccess,
  name: string,
  branch: string,
  rules: Parameters,
): Promise<void> {
  const route = `POST ${environment}/deployment-branch-policies`;
  const answer = await askGitHub(access, route, { environment_name: name, name: branch });
  if (answer.status < 300 || answer.status === 303) return;
  // The workflow itself looks at the branch too.
  await callGitHub(access, `PUT ${environment}`, {
    environment_name: name,
    ...rules,
    deployment_branch_policy: null,
  });
}

const isReviewed = ({ data }: GitHubAnswer): boolean =>
  (understand(state, data).protection_rules ?? []).some(({ type }) => type === 'required_reviewers');
