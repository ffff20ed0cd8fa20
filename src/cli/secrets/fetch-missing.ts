// What `check` lacks is fetched from GitHub where somebody has set that up here and agreed to it. Whatever goes wrong is a word on the way,
// and no end of the check.
import { PymcpError } from '../../core/errors.js';
import type { DeclaredSecret } from '../../secrets/declared-secret.js';
import type { EnvStore } from '../../secrets/env-file/env-store.js';
import { type Consent, findConsent, keepConsent } from '../../secrets/export/export-consent.js';
import { type FetchOutcome, fetchIntoFile } from '../../secrets/export/fetch-into-file.js';
import { type ExportedNames, findExported } from '../../secrets/export/fetch-secrets.js';
import type { GitHubAccess } from '../../secrets/github/github-access.js';
import { findToken } from '../../secrets/github/find-token.js';
import { listGitHubSecrets } from '../../secrets/github/github-secrets.js';
import { findGitHubServer } from '../../secrets/github/github-server.js';
import { findRepository } from '../../secrets/github/repository.js';
import { interruptible } from './interruptible.js';
import { openRunReport } from './report-run.js';

export interface MissingFetch {
  readonly outcomes: readonly FetchOutcome[];
  /** Why nothing more came, for people; null where all is well. */
  readonly note: string | null;
}

const mostMs = 600_000;

/** null where nobody has agreed to it for this repository. @param missing at least one */
export async function fetchMissing(
  missing: readonly DeclaredSecret[],
  store: EnvStore,
): Promise<MissingFetch | null> {
  const place = await findPlace();
  const consent = place === null ? null : findConsent(place);
  if (place === null || consent === null) return null;
  try {
    const access = { ...place, token: await findToken(place.server, null) };
    return await fetchFrom(access, consent, missing, store);
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return { outcomes: [], note: `nothing came from GitHub: ${error.message} (${error.hint})` };
  }
}

/** null where this folder is of no repository there. */
async function findPlace(): Promise<Pick<GitHubAccess, 'server' | 'repository'> | null> {
  try {
    const server = findGitHubServer(process.env);
    return { server, repository: await findRepository(process.cwd(), server.host) };
  } catch (error) {
    if (error instanceof PymcpError) return null;
    throw error;
  }
}

async function fetchFrom(
  access: GitHubAccess,
  consent: Consent,
  missing: readonly DeclaredSecret[],
  store: EnvStore,
): Promise<MissingFetch> {
  const exported: ExportedNames = await findExported(access);
  const times = await readTimes(access);
  const wanted = missing.map(({ name }) => name as string).filter((name) => exported.names.includes(name));
  const names = wanted.filter((name) => consent.nothing[name] !== (times.get(name) ?? 0));
  const known = wanted.filter((name) => !names.includes(name));
  const note = known.length === 0 ? null : `GitHub has no value for ${known.join(', ')} either: ${setIt}`;
  if (names.length === 0) return { outcomes: [], note };
  const report = openRunReport(names, mostMs);
  const outcomes = await interruptible((signal) =>
    fetchIntoFile(
      { access: { ...access, signal }, branch: exported.branch, names, mostMs, report },
      store,
      missing,
    ),
  );
  const empty = outcomes.filter(({ outcome }) => outcome !== 'written').map(({ name }) => name);
  const nothing = Object.fromEntries([...known, ...empty].map((name) => [name, times.get(name) ?? 0]));
  await keepConsent(access, nothing);
  return { outcomes, note };
}

const setIt = 'pymcp secrets set NAME --github; it is asked again when it has changed there';

async function readTimes(access: GitHubAccess): Promise<ReadonlyMap<string, number>> {
  return new Map(
    (await listGitHubSecrets(access)).map(({ name, updatedMs }) => [name.toUpperCase(), updatedMs]),
  );
}
