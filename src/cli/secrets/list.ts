// `pymcp secrets list`: what is declared and what stands in `.env`, never a value.
import { parseSecretName } from '../../core/names.js';
import { PymcpError } from '../../core/errors.js';
import { declareSecrets, type DeclaredSecret } from '../../secrets/declared-secret.js';
import { type EnvContent, EnvStore } from '../../secrets/env-file/env-store.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { type ListedSecret, listSecret } from '../../secrets/list-secret.js';
import { renderTable } from './render-table.js';

export interface ListOptions {
  readonly envFile: string;
  readonly config?: string;
  readonly json?: true;
}

export async function listCommand(options: ListOptions): Promise<void> {
  const declared = await loadDeclaredSecrets(options.config);
  const file = await (await EnvStore.open(options.envFile)).read();
  const listed: ListedSecret[] = [];
  for (const secret of [...declared, ...othersIn(file, declared)])
    listed.push(await listSecret(secret, file));
  process.stdout.write(options.json === true ? renderJson(listed) : renderText(listed));
}

/** Names of the file that nobody declared. What is no name of a secret is some other setting. */
function othersIn(file: EnvContent | null, declared: readonly DeclaredSecret[]): readonly DeclaredSecret[] {
  const names = [...new Set((file?.entries ?? []).map(({ name }) => name))];
  const others = names.filter((name) => isSecretName(name) && !declared.some((one) => one.name === name));
  const settings = new Map(others.map((name) => [name, { usedBy: '-', from: '-' }]));
  return declareSecrets([], settings).filter(({ name }) => settings.has(name));
}

function isSecretName(text: string): boolean {
  try {
    parseSecretName(text);
    return true;
  } catch (error) {
    if (error instanceof PymcpError) return false;
    throw error;
  }
}

function renderJson(listed: readonly ListedSecret[]): string {
  const secrets = listed.map(({ secret, places }) => ({
    name: secret.name,
    required: secret.isRequired,
    places: places.map(({ where, state }) => ({ where, state })),
  }));
  return `${JSON.stringify({ secrets }, null, 2)}\n`;
}

function renderText(listed: readonly ListedSecret[]): string {
  return renderTable([
    ['NAME', 'NEEDED', 'WHERE'],
    ...listed.map(({ secret, places }) => [
      secret.name,
      secret.isRequired ? 'required' : 'optional',
      places.map(({ where, state }) => `${where} (${state})`).join(', ') || '-',
    ]),
  ]);
}
