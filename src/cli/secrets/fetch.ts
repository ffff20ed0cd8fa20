// `pymcp secrets fetch --from-actions`: values that GitHub keeps, by a run of the workflow that `setup --with-export` has added.
import { PymcpError } from '../../core/errors.js';
import { parseSecretName } from '../../core/names.js';
import { EnvStore, valueIn } from '../../secrets/env-file/env-store.js';
import { type FetchOutcome, fetchIntoFile } from '../../secrets/export/fetch-into-file.js';
import { findExported } from '../../secrets/export/fetch-secrets.js';
import { isPlaceholder } from '../../secrets/is-placeholder.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { interruptible } from './interruptible.js';
import { type GitHubOptions, openGitHub } from './open-github.js';
import { openRunReport } from './report-run.js';

export interface FetchOptions extends GitHubOptions {
  readonly fromActions?: true;
  readonly dotenv: string;
  readonly config?: string;
  readonly wait: string;
  readonly json?: true;
}

const words: Readonly<Record<FetchOutcome['outcome'], string>> = {
  written: 'is in .env now',
  'a placeholder': 'is a placeholder on GitHub: pymcp secrets set NAME --github',
  nothing: 'is not on GitHub',
};

/** @returns the exit code: 1 where one that was asked for has no value @throws PymcpError */
export async function fetchCommand(given: readonly string[], options: FetchOptions): Promise<number> {
  const mostMs = parseWait(options.wait) * 1000;
  refuseOtherWays(options);
  const names = given.map((name) => parseSecretName(name) as string);
  const declared = await loadDeclaredSecrets(options.config);
  const store = await EnvStore.open(options.dotenv);
  const access = await openGitHub(options);
  const exported = await findExported(access);
  const wanted = names.length > 0 ? names : await findMissing(exported.names, store);
  for (const name of wanted) refuseUnexported(name, exported.names);
  const report = openRunReport(wanted, mostMs);
  const outcomes =
    wanted.length === 0
      ? []
      : await interruptible((signal) =>
          fetchIntoFile(
            { access: { ...access, signal }, branch: exported.branch, names: wanted, mostMs, report },
            store,
            declared,
          ),
        );
  process.stdout.write(
    options.json === true ? renderJson(outcomes, access.repository) : renderText(outcomes),
  );
  return outcomes.every(({ outcome }) => outcome === 'written') ? 0 : 1;
}

async function findMissing(names: readonly string[], store: EnvStore): Promise<readonly string[]> {
  const file = await store.read();
  return names.filter((name) => isPlaceholder(valueIn(file, name) ?? ''));
}

function renderJson(
  secrets: readonly FetchOutcome[],
  { owner, name }: { readonly owner: string; readonly name: string },
): string {
  return `${JSON.stringify({ repository: `${owner}/${name}`, secrets }, null, 2)}\n`;
}

function renderText(outcomes: readonly FetchOutcome[]): string {
  if (outcomes.length === 0)
    return 'Nothing is missing: .env has a real value for each secret that is exported.\n';
  return outcomes.map(({ name, outcome }) => `${name} ${words[outcome].replace('NAME', name)}\n`).join('');
}

function refuseUnexported(name: string, exported: readonly string[]): void {
  if (exported.includes(name)) return;
  throw new PymcpError(
    'github.export-absent',
    `the workflow on GitHub does not export ${name}, only ${exported.join(', ')}`,
    'declare it in the configuration as required, then: pymcp secrets setup --with-export',
  );
}

function refuseOtherWays({ fromActions }: FetchOptions): void {
  if (fromActions === true) return;
  throw new PymcpError(
    'usage.invalid',
    'GitHub gives no value back by itself (there is no `gh secret get`)',
    'pymcp secrets fetch --from-actions has a run of GitHub Actions seal them for you; set it up by: pymcp secrets setup --with-export',
  );
}

function parseWait(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw new PymcpError(
    'usage.invalid',
    `--wait is no number of seconds from 1 to 86400`,
    'write it as --wait 600',
  );
}
