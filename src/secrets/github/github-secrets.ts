// The secrets of a repository on GitHub (Actions). They can be set, listed and deleted; nobody, not even their owner, can read one.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import type { SecretName } from '../../core/names.js';
import { callGitHub } from './call-github.js';
import type { GitHubAccess } from './github-access.js';
import { sealValue } from './seal-value.js';
import { strange, understand } from './understand.js';

export interface GitHubSecret {
  readonly name: string;
  readonly updatedMs: number;
}

const secretList = z.object({
  total_count: z.int().nonnegative(),
  secrets: z.array(z.object({ name: z.string(), updated_at: z.iso.datetime({ offset: true }) })),
});
const publicKey = z.object({ key_id: z.string(), key: z.string() });
const secrets = '/repos/{owner}/{repo}/actions/secrets';
const one = `${secrets}/{secret_name}`;
const perPage = 100;
const mostPages = 100;

/** GitHub has rules of its own. @throws PymcpError `input.name-invalid` */
export function refuseGitHubName(name: SecretName): void {
  const why = /^github_/i.test(name)
    ? 'begins with GITHUB_'
    : /^\d/.test(name)
      ? 'begins with a digit'
      : null;
  if (why !== null)
    throw new PymcpError(
      'input.name-invalid',
      `the secret name ${name} ${why}, which GitHub refuses`,
      'choose another name, such as GH_PAT',
    );
}

/** GitHub writes them in capitals. */
export const isSameOnGitHub = (one: string, other: string): boolean =>
  one.toUpperCase() === other.toUpperCase();

/** @throws PymcpError `github.*` */
export async function listGitHubSecrets(access: GitHubAccess): Promise<readonly GitHubSecret[]> {
  const found: GitHubSecret[] = [];
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await callGitHub(access, `GET ${secrets}`, { per_page: perPage, page });
    const list = understand(secretList, answer?.data);
    found.push(...list.secrets.map(({ name, updated_at: at }) => ({ name, updatedMs: Date.parse(at) })));
    if (list.secrets.length < perPage || found.length >= list.total_count) break;
  }
  return found;
}

/** @throws PymcpError `github.*` */
export async function isOnGitHub(access: GitHubAccess, name: SecretName): Promise<boolean> {
  return (await callGitHub(access, `GET ${one}`, { secret_name: name }, 'is an answer')) !== null;
}

/** Overwrites. @returns whether it was there before @throws PymcpError `github.*`, `input.name-invalid` */
export async function putGitHubSecret(
  access: GitHubAccess,
  name: SecretName,
  value: string,
): Promise<'created' | 'updated'> {
  refuseGitHubName(name);
  const { key_id: id, key } = understand(
    publicKey,
    (await callGitHub(access, `GET ${secrets}/public-key`))?.data,
  );
  const sealed = await sealValue(value, key);
  if (sealed === null) throw strange('a public key of another kind');
  const answer = await callGitHub(access, `PUT ${one}`, {
    secret_name: name,
    encrypted_value: sealed,
    key_id: id,
  });
  return answer?.status === 201 ? 'created' : 'updated';
}

/** False where there was none. @throws PymcpError `github.*` */
export async function deleteGitHubSecret(access: GitHubAccess, name: SecretName): Promise<boolean> {
  if (!(await isOnGitHub(access, name))) return false;
  await callGitHub(access, `DELETE ${one}`, { secret_name: name });
  return true;
}
