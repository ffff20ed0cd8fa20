// `pymcp env prune`.
import { PymcpError } from '../../core/errors.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { pruneEnvironments } from '../../services/environments/prune-environments.js';
import { auditedCall, type ConfigOption } from './audited-call.js';

export interface PruneOptions extends ConfigOption {
  readonly days: string;
  readonly json?: true;
}

const dayMs = 24 * 60 * 60 * 1000;

export async function pruneCommand(options: PruneOptions): Promise<void> {
  const days = parseDays(options.days);
  const pruned = await auditedCall(options, { tool: 'prune', subjects: [] }, () =>
    pruneEnvironments(openEnvironmentStore(), days * dayMs),
  );
  const { names, trees, leavings } = pruned;
  if (options.json === true) process.stdout.write(`${JSON.stringify(pruned)}\n`);
  else
    process.stderr.write(
      `${[...names, `${names.length} environments of programs, ${trees} folders of files, and what was left of ${leavings.length} that were cut off are removed`].join('\n')}\n`,
    );
}

function parseDays(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new PymcpError(
    'usage.invalid',
    `--days ${JSON.stringify(text)} is no number of days`,
    'use a whole number, such as --days 30; 0 for all of them',
  );
}
