// What `pymcp connect` does: which file, which entry, what changes, shown and asked for.
import { changeFile } from '../connect/change-file.js';
import { findClient } from '../connect/find-client.js';
import { planConnection, planRemoval } from '../connect/plan-change.js';
import { parseServerName } from '../core/names.js';
import { chooseEntry } from './choose-entry.js';
import { chooseTarget } from './choose-target.js';
import { confirmChange } from './confirm-change.js';
import { type ConnectOptions, refuseContradictions } from './connect-options.js';
import { listConnections } from './list-clients.js';
import { reportConnection } from './report-connection.js';

/** Resolves to the exit code. @throws PymcpError */
export async function connectClient(
  clientName: string | undefined,
  options: ConnectOptions,
): Promise<number> {
  const name = parseServerName(options.name);
  refuseContradictions(options);
  if (clientName === undefined) return listConnections(name, options);
  const client = findClient(clientName);
  const target = await chooseTarget(client, options);
  const entry = options.undo === true ? null : await chooseEntry(client, name, options);
  const outcome = await changeFile(
    target,
    (before, copies) => {
      const place = { format: client.format, name, before };
      if (entry === null) return planRemoval(place, copies);
      return planConnection(place, entry, options.replace === true ? 'replace' : 'keep');
    },
    (proposal) => confirmChange(client.title, options, proposal),
  );
  return reportConnection(client, target, name, outcome, options);
}
