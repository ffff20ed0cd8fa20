// Makes a placeholder on GitHub for each secret that is not there, so that people see what to fill in. What is there is never
// overwritten: it is looked for once more right before.
import type { SecretName } from '../../core/names.js';
import type { DeclaredSecret } from '../declared-secret.js';
import { placeholder } from '../is-placeholder.js';
import type { GitHubAccess } from './github-access.js';
import { isOnGitHub, isSameOnGitHub, listGitHubSecrets, putGitHubSecret } from './github-secrets.js';

export interface SetUpSecret {
  readonly name: SecretName;
  /** `raced`: somebody made it in the very moment in which the placeholder was written. */
  readonly outcome: 'is there' | 'made' | 'would be made' | 'raced';
}

/** @param report called for each as it is done: a failure later on undoes nothing @throws PymcpError `github.*` */
export async function setUpSecrets(
  wanted: readonly DeclaredSecret[],
  access: GitHubAccess,
  mode: 'write' | 'dry run',
  report: (done: SetUpSecret) => void,
): Promise<void> {
  const there = await listGitHubSecrets(access);
  for (const { name } of wanted) {
    const isThere = there.some((one) => isSameOnGitHub(one.name, name));
    report({ name, outcome: isThere ? 'is there' : await make(name, access, mode) });
  }
}

async function make(
  name: SecretName,
  access: GitHubAccess,
  mode: 'write' | 'dry run',
): Promise<SetUpSecret['outcome']> {
  if (mode === 'dry run') return 'would be made';
  if (await isOnGitHub(access, name)) return 'is there';
  return (await putGitHubSecret(access, name, placeholder)) === 'created' ? 'made' : 'raced';
}
