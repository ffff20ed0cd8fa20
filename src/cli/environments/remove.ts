// `pymcp env remove NAME`.
import { parseEnvironmentName } from '../../core/names.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { auditedCall, type ConfigOption } from './audited-call.js';

export interface RemoveOptions extends ConfigOption {
  readonly json?: true;
}

export async function removeCommand(text: string, options: RemoveOptions): Promise<void> {
  const name = parseEnvironmentName(text);
  const trees = await auditedCall(options, { tool: 'remove', subjects: [name] }, () =>
    openEnvironmentStore().remove(name),
  );
  if (options.json === true) process.stdout.write(`${JSON.stringify({ removed: name, trees })}\n`);
  else
    process.stderr.write(
      `${name} is removed${trees === 0 ? '; its files are of another environment too' : ''}\n`,
    );
}
