// `pymcp env list`.
import { isScriptEnvironment } from '../../core/script-environment.js';
import { listEnvironments } from '../../execution/environments.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { renderTable } from '../render-table.js';

interface JsonOption {
  readonly json?: true;
}

export async function listCommand({ json }: JsonOption): Promise<void> {
  const { environments, broken } = await openEnvironmentStore().list();
  for (const { why, fix } of broken) process.stderr.write(`warning: ${why}\nhint: ${fix}\n`);
  const builtIn = listEnvironments();
  if (json === true) {
    process.stdout.write(`${JSON.stringify({ builtIn, environments })}\n`);
    return;
  }
  const rows = environments.map(({ name, pythonVersion, packages, created }) => [
    name,
    `Python ${pythonVersion}, ${packages.length} packages, made ${created.slice(0, 10)}${isScriptEnvironment(name) ? ' for programs that ask for them' : ''}`,
  ]);
  process.stdout.write(
    renderTable([...builtIn.map(({ name, ready }) => [name, `built-in: ${ready}`]), ...rows]),
  );
}
