// `pymcp env remove NAME`.
import { toCaller } from '../../core/caller.js';
import { noCallJournal } from '../../core/call-journal.js';
import { parseEnvironmentName } from '../../core/names.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { openEnvironmentAudit, type ConfigOption } from './open-environment-audit.js';

export interface RemoveOptions extends ConfigOption {
  readonly json?: true;
}

export async function removeCommand(text: string, options: RemoveOptions): Promise<void> {
  const name = parseEnvironmentName(text);
  const { audit } = await openEnvironmentAudit(options);
  try {
    const origin = { caller: toCaller('command-line'), service: 'environments', tool: 'remove' };
    const entry = await (audit?.journal ?? noCallJournal).beginCall({
      origin,
      subjects: [name],
      access: 'write',
    });
    try {
      const trees = await openEnvironmentStore().remove(name);
      entry.end(null);
      if (options.json === true) process.stdout.write(`${JSON.stringify({ removed: name, trees })}\n`);
      else
        process.stderr.write(
          `${name} is removed${trees === 0 ? '; its files are of another environment too' : ''}\n`,
        );
    } catch (error) {
      entry.end(error);
      throw error;
    }
  } finally {
    await audit?.close();
  }
}
