// From GitHub into `.env`: asked for by name, written as a whole, with where each comes from.
import type { DeclaredSecret } from '../declared-secret.js';
import type { EnvStore } from '../env-file/env-store.js';
import type { GitHubAccess } from '../github/github-access.js';
import { type ExportReport, fetchSecrets } from './fetch-secrets.js';

export interface FileFetch {
  readonly access: GitHubAccess;
  readonly branch: string;
  readonly names: readonly string[];
  readonly mostMs: number;
  readonly report: ExportReport;
}

export interface FetchOutcome {
  readonly name: string;
  readonly outcome: 'written' | 'a placeholder' | 'nothing';
}

/** @throws PymcpError; `.env` is as it was then */
export async function fetchIntoFile(
  { access, branch, names, mostMs, report }: FileFetch,
  store: EnvStore,
  declared: readonly DeclaredSecret[],
): Promise<readonly FetchOutcome[]> {
  // Before anybody waits for values that could not be written.
  await store.change([]);
  const fetched = await fetchSecrets(access, branch, names, mostMs, report);
  const changes = fetched.flatMap(({ name, value }) => {
    const known = declared.find((one) => one.name === name);
    const comment =
      known === undefined ? {} : { comment: `${name}: for ${known.usedBy}; from ${known.from}` };
    return value === null ? [] : [{ name, value, ...comment }];
  });
  if (changes.length > 0) await store.change(changes);
  return fetched.map(({ name, why }) => ({ name, outcome: why === 'real' ? 'written' : why }));
}
