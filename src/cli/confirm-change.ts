// Shows what `pymcp connect` would change, and asks.
import type { Proposal } from '../connect/change-file.js';
import { renderDiff } from '../connect/render-diff.js';
import { PymcpError } from '../core/errors.js';
import { askYes } from './ask-yes.js';
import type { ConnectOptions } from './connect-options.js';
import { wantsColours } from './wants-colours.js';

/** @throws PymcpError `client.unconfirmed` where nobody can be asked */
export async function confirmChange(
  title: string,
  options: ConnectOptions,
  proposal: Proposal,
): Promise<boolean> {
  show(title, options, proposal);
  if (options.dryRun === true) return false;
  if (options.yes === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new PymcpError(
      'client.unconfirmed',
      'nothing was changed: there is no terminal to ask on',
      'add --yes to write it, or --dry-run to only see it',
    );
  }
  return askYes('Write it? [y/N] ');
}

/** With --json, stdout is for the result alone. */
function show(title: string, { json }: ConnectOptions, { path, before, change }: Proposal): void {
  const stream = json === true ? process.stderr : process.stdout;
  const what = change.after === null ? ' (would be removed)' : before === null ? ' (would be made)' : '';
  stream.write(`${title}: ${path}${what}\n`);
  stream.write(renderDiff(before ?? '', change.after ?? '', wantsColours(stream)));
}
