// What `pymcp doctor` says of the audit log: where it is, that it is off, or why runs would be refused.
import { findAuditPlaces } from '../audit/audit-places.js';
import { probeAudit } from '../audit/probe-audit.js';
import { PymcpError } from '../core/errors.js';
import type { Finding } from '../sandbox/backend-contract.js';
import { readSettings } from './gateway-options.js';

export async function findAudit(): Promise<Finding> {
  try {
    const { audit } = await readSettings({});
    if (!audit.enabled)
      return toFinding(
        'degraded',
        'it is off: nothing that runs is recorded',
        'pymcp config show  # says where it is turned off',
      );
    const places = findAuditPlaces();
    const probe = await probeAudit(places);
    return probe.kind === 'works'
      ? toFinding('ok', `every run is written down in ${places.logs}`, null)
      : toFinding('missing', probe.why, probe.fix);
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return toFinding('missing', error.message, error.hint);
  }
}

function toFinding(state: Finding['state'], detail: string, fix: string | null): Finding {
  return { group: 'proof', name: 'audit-log', state, detail, fix, level: null };
}
