// `pymcp secrets check`: the table, what was written, and what only a person can do.
import { relative } from 'node:path';
import type { CheckedSecret, SecretCheck } from '../../secrets/check-secrets.js';
import { checkSecrets } from '../../secrets/check-secrets.js';
import { EnvStore } from '../../secrets/env-file/env-store.js';
import { isAnyConsent } from '../../secrets/export/export-consent.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { adviseSecret } from './advise.js';
import type { MissingFetch } from './fetch-missing.js';
import { renderTable } from '../render-table.js';

export interface CheckOptions {
  readonly dotenv: string;
  readonly config?: string;
  readonly json?: true;
  readonly write: boolean;
}

/** @returns the exit code: 1 where a required secret has no real value @throws PymcpError, after the table is shown */
export async function checkCommand(options: CheckOptions): Promise<number> {
  const declared = await loadDeclaredSecrets(options.config);
  const store = await EnvStore.open(options.dotenv);
  const look = (): Promise<SecretCheck> => checkSecrets(declared, store, options.write ? 'write' : 'look');
  const first = await look();
  const fetched = options.write && first.failure === null ? await tryFetch(first, store) : null;
  const isMore = fetched?.outcomes.some(({ outcome }) => outcome === 'written') === true;
  const check = isMore ? await look() : first;
  const render = options.json === true ? renderJson : renderText;
  process.stdout.write(render(check, store.path, fetched));
  if (check.failure !== null) throw check.failure;
  return check.secrets.every(isFine) ? 0 : 1;
}

/** What talks to GitHub is loaded only where something is missing and somebody has agreed to have it fetched. */
async function tryFetch({ secrets }: SecretCheck, store: EnvStore): Promise<MissingFetch | null> {
  const missing = secrets.filter(({ state }) => state !== 'real').map(({ secret }) => secret);
  if (missing.length === 0 || !(await isAnyConsent())) return null;
  const { fetchMissing } = await import('./fetch-missing.js');
  return fetchMissing(missing, store);
}

const isFine = ({ secret, state }: CheckedSecret): boolean => state === 'real' || !secret.isRequired;

function renderJson(
  { secrets, isOpenToOthers, failure }: SecretCheck,
  path: string,
  fetched: MissingFetch | null,
): string {
  const shown = {
    complete: secrets.every(isFine),
    env_file: path,
    env_file_open_to_others: isOpenToOthers,
    env_file_not_written: failure === null ? null : failure.message,
    from_github: fetched?.outcomes ?? [],
    from_github_note: fetched?.note ?? null,
    secrets: secrets.map((one) => ({
      name: one.secret.name,
      required: one.secret.isRequired,
      used_by: one.secret.usedBy,
      from: one.secret.from,
      state: one.state,
      where: one.where,
      in_env_file: one.inFile,
      written: one.written,
      notes: one.notes,
      advice: adviseSecret(one),
    })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function renderText(
  { secrets, isOpenToOthers }: SecretCheck,
  path: string,
  fetched: MissingFetch | null,
): string {
  const file = relative('', path);
  const table = renderTable([
    ['NAME', 'NEEDED', 'STATE', 'WHERE', 'WHAT TO DO'],
    ...secrets.map((one) => [
      one.secret.name,
      one.secret.isRequired ? 'required' : 'optional',
      one.state,
      one.where ?? '-',
      adviseSecret(one),
    ]),
  ]);
  const notes = [...new Set(secrets.flatMap(({ notes: said }) => said))].map((note) => `note: ${note}\n`);
  const written = secrets.flatMap(({ secret, written: what }) =>
    what === null
      ? []
      : [`${secret.name}: ${what === 'value' ? 'its value' : 'a placeholder'} is in ${file} now\n`],
  );
  const open = isOpenToOthers ? [`${file} can be read by others: chmod 600 ${JSON.stringify(path)}\n`] : [];
  const github = fetched === null ? [githubNote] : renderFetched(fetched, file);
  return [table, ...notes, ...written, ...open, ...github].join('');
}

function renderFetched({ outcomes, note }: MissingFetch, file: string): readonly string[] {
  return [
    ...outcomes.map(({ name, outcome }) =>
      outcome === 'written'
        ? `${name}: its value came from GitHub, and is in ${file} now\n`
        : `${name}: GitHub has ${outcome} for it: pymcp secrets set ${name} --github\n`,
    ),
    ...(note === null ? [] : [`note: ${note}\n`]),
  ];
}

/** Many expect it, and tools that claim to do it write empty values. */
const githubNote =
  'GitHub was not asked: it keeps secrets for its own runs and gives no value back (there is no `gh secret get`).\n';
