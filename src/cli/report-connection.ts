// What `pymcp connect` did, for a person or as JSON.
import type { Outcome } from '../connect/change-file.js';
import type { Client } from '../connect/client.js';
import { ownPart } from '../connect/own-entry.js';
import type { Action } from '../connect/plan-change.js';
import type { ChosenTarget } from './choose-target.js';
import type { ConnectOptions } from './connect-options.js';

const unwritten: Readonly<Record<Action, string>> = {
  added: 'would-add',
  updated: 'would-update',
  replaced: 'would-replace',
  removed: 'would-remove',
  unchanged: 'unchanged',
  absent: 'absent',
};

const declinedExitCode = 1;

/** Returns the exit code. */
export function reportConnection(
  client: Client,
  { scope }: ChosenTarget,
  name: string,
  outcome: Outcome,
  options: ConnectOptions,
): number {
  const { change, path, isWritten, backup } = outcome;
  const isNothing = change.action === 'unchanged' || change.action === 'absent';
  const isDeclined = !isWritten && !isNothing && options.dryRun !== true;
  if (options.json === true) {
    const action = isDeclined ? 'declined' : isWritten ? change.action : unwritten[change.action];
    const entry = change.entry === null ? null : ownPart(change.entry);
    const input = change.entry?.input === undefined ? {} : { input: change.entry.input };
    const kept = backup === null ? {} : { backup };
    const result = { client: client.name, name, path, scope, action, entry, ...input, ...kept };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else {
    process.stdout.write(toText(client, name, outcome, options));
  }
  return isDeclined ? declinedExitCode : 0;
}

function toText(
  client: Client,
  name: string,
  { change, path, isWritten, backup }: Outcome,
  options: ConnectOptions,
): string {
  if (change.action === 'unchanged') return `already connected, nothing changed: ${name} in ${path}\n`;
  if (change.action === 'absent') return `there is no ${name} in ${path}, nothing changed\n`;
  if (!isWritten) return 'nothing was changed\n';
  const kept = backup === null ? '' : `the file as it was: ${backup}\n`;
  const isConnected = change.action !== 'removed';
  const token =
    isConnected && options.http === true && client.http.kind === 'supported'
      ? `next: pymcp token create, then ${client.http.tokenHint}\n`
      : '';
  const restart = isConnected ? `restart ${client.title}, or have it read its servers again\n` : '';
  return `${change.action} ${name}: ${path}\n${kept}${token}${restart}`;
}
