// The audit log as settings want it, the same for every command that runs programs.
import type { AuditSettings } from '../config/settings.js';
import type { Audit } from '../audit/open-audit.js';
import type { SecretRedactor } from '../core/secret-redactor.js';

export interface AuditCommand {
  /** As people call it. */
  readonly name: string;
  readonly onProblem: (error: unknown) => void;
  /** Told that nothing is recorded. */
  readonly warn: (message: string) => void;
  /** secret.unlogged: of all that is written. */
  readonly redactor: SecretRedactor;
}

/** null where a person has turned it off, which is said. @throws PymcpError `audit.not-written` where there is no place for it */
export async function openChosenAudit(
  { enabled, ...settings }: AuditSettings,
  { name, onProblem, warn, redactor }: AuditCommand,
): Promise<Audit | null> {
  if (!enabled) {
    warn('the audit log is off: nothing that runs is recorded');
    return null;
  }
  const [{ openAudit }, { findAuditPlaces }] = await Promise.all([
    import('../audit/open-audit.js'),
    import('../audit/audit-places.js'),
  ]);
  return openAudit({ ...settings, places: findAuditPlaces(), command: name, redactor, onProblem });
}
