// `pymcp secrets check`: the table, what was written, and what only a person can do.
import { relative } from 'node:path';
import type { CheckedSecret, SecretCheck } from '../../secrets/check-secrets.js';
import { checkSecrets } from '../../secrets/check-secrets.js';
import { EnvStore } from '../../secrets/env-file/env-store.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { adviseSecret } from './advise.js';
import { renderTable } from '../render-table.js';

export interface CheckOptions {
  readonly envFile: string;
  readonly config?: string;
  readonly json?: true;
  readonly write: boolean;
}

/** @returns the exit code: 1 where a required secret has no real value @throws PymcpError, after the table is shown */
export async function checkCommand(options: CheckOptions): Promise<number> {
  const declared = await loadDeclaredSecrets(options.config);
  const store = await EnvStore.open(options.envFile);
  const check = await checkSecrets(declared, store, options.write ? 'write' : 'look');
  process.stdout.write(options.json === true ? renderJson(check, store.path) : renderText(check, store.path));
  if (check.failure !== null) throw check.failure;
  return check.secrets.every(isFine) ? 0 : 1;
}

const isFine = ({ secret, state }: CheckedSecret): boolean => state === 'real' || !secret.isRequired;

function renderJson({ secrets, isOpenToOthers, failure }: SecretCheck, path: string): string {
  const shown = {
    complete: secrets.every(isFine),
    env_file: path,
    env_file_open_to_others: isOpenToOthers,
    env_file_not_written: failure === null ? null : failure.message,
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

function renderText({ secrets, isOpenToOthers }: SecretCheck, path: string): string {
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
  return [table, ...notes, ...written, ...open, githubNote].join('');
}

/** Many expect it, and tools that claim to do it write empty values. */
const githubNote =
  'GitHub was not asked: it keeps secrets for its own runs and gives no value back (there is no `gh secret get`).\n';
