// `pymcp env prune`.
import { toCaller } from '../../core/caller.js';
import { noCallJournal } from '../../core/call-journal.js';
import { PymcpError } from '../../core/errors.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { pruneEnvironments } from '../../services/environments/prune-environments.js';
import { type ConfigOption, openEnvironmentAudit } from './open-environment-audit.js';

export interface PruneOptions extends ConfigOption {
  readonly days: string;
  readonly json?: true;
}

const dayMs = 24 * 60 * 60 * 1000;

export async function pruneCommand(options: PruneOptions): Promise<void> {
  const days = parseDays(options.days);
  const { audit } = await openEnvironmentAudit(options);
  try {
    const origin = { caller: toCaller('command-line'), service: 'environments', tool: 'prune' };
    const entry = await (audit?.journal ?? noCallJournal).beginCall({
      origin,
      subjects: [],
      access: 'write',
    });
    try {
      const pruned = await pruneEnvironments(openEnvironmentStore(), days * dayMs);
      entry.end(null);
      const { names, trees, leavings } = pruned;
      if (options.json === true) process.stdout.write(`${JSON.stringify(pruned)}\n`);
      else
        process.stderr.write(
          `${[...names, `${names.length} environments of programs, ${trees} folders of files, and what was left of ${leavings.length} that were cut off are removed`].join('\n')}\n`,
        );
    } catch (error) {
      entry.end(error);
      throw error;
    }
  } finally {
    await audit?.close();
  }
}

function parseDays(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new PymcpError(
    'usage.invalid',
    `--days ${JSON.stringify(text)} is no number of days`,
    'use a whole number, such as --days 30; 0 for all of them',
  );
}
