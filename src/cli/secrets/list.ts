// `pymcp secrets list`: what is declared and what stands in `.env`, never a value.
import { parseSecretName } from '../../core/names.js';
import { PymcpError } from '../../core/errors.js';
import { declareSecrets, type DeclaredSecret } from '../../secrets/declared-secret.js';
import { EnvStore } from '../../secrets/env-file/env-store.js';
import { openKeyring } from '../../secrets/keyring.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { type ListedSecret, listSecret } from '../../secrets/list-secret.js';
import { renderTable } from '../render-table.js';

export interface ListOptions {
  readonly dotenv: string;
  readonly config?: string;
  readonly json?: true;
  readonly github?: true;
  readonly repo?: string;
}

/** Of those on GitHub, by name; null where nobody asked. */
type OnGitHub = ReadonlyMap<string, number> | null;

export async function listCommand(options: ListOptions): Promise<void> {
  const declared = await loadDeclaredSecrets(options.config);
  const file = await (await EnvStore.open(options.dotenv)).read();
  const github = options.github === true ? await askGitHub(options) : null;
  const names = [...(file?.entries ?? []).map(({ name }) => name), ...(github?.keys() ?? [])];
  const keyring = openKeyring();
  const listed: ListedSecret[] = [];
  for (const secret of [...declared, ...othersAmong(names, declared)])
    listed.push(await listSecret(secret, file, keyring));
  process.stdout.write(options.json === true ? renderJson(listed, github) : renderText(listed, github));
}

async function askGitHub(options: ListOptions): Promise<ReadonlyMap<string, number>> {
  const [{ listGitHubSecrets }, { openGitHub }] = await Promise.all([
    import('../../secrets/github/github-secrets.js'),
    import('./open-github.js'),
  ]);
  const found = await listGitHubSecrets(await openGitHub(options));
  return new Map(found.map(({ name, updatedMs }) => [name.toUpperCase(), updatedMs]));
}

/** Names that nobody declared. What is no name of a secret is some other setting. */
function othersAmong(
  names: readonly string[],
  declared: readonly DeclaredSecret[],
): readonly DeclaredSecret[] {
  const others = [...new Set(names)].filter(
    (name) => isSecretName(name) && !declared.some((one) => one.name.toUpperCase() === name.toUpperCase()),
  );
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

function renderJson(listed: readonly ListedSecret[], github: OnGitHub): string {
  const secrets = listed.map(({ secret, places }) => ({
    name: secret.name,
    required: secret.isRequired,
    places: places.map(({ where, state }) => ({ where, state })),
    ...(github === null ? {} : { github_updated_at: toTime(github.get(secret.name.toUpperCase())) }),
  }));
  return `${JSON.stringify({ secrets }, null, 2)}\n`;
}

function renderText(listed: readonly ListedSecret[], github: OnGitHub): string {
  return renderTable([
    ['NAME', 'NEEDED', ...(github === null ? [] : ['ON GITHUB SINCE']), 'WHERE'],
    ...listed.map(({ secret, places }) => [
      secret.name,
      secret.isRequired ? 'required' : 'optional',
      ...(github === null ? [] : [toTime(github.get(secret.name.toUpperCase()))?.slice(0, 10) ?? '-']),
      places.map(({ where, state }) => `${where} (${state})`).join(', ') || '-',
    ]),
  ]);
}

const toTime = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();
