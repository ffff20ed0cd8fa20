// audit.chain: the log for what changes the Python environments of this user.
import type { Audit } from '../../audit/open-audit.js';
import type { Settings } from '../../config/settings.js';
import { readSettings } from '../gateway-options.js';
import { openChosenAudit } from '../open-audit.js';
import { openRedactor } from '../open-redactor.js';

export interface ConfigOption {
  readonly config?: string;
}

/** The caller closes it. @throws PymcpError as `readSettings` and `openChosenAudit` */
export async function openEnvironmentAudit({
  config,
}: ConfigOption): Promise<{ readonly settings: Settings; readonly audit: Audit | null }> {
  const settings = await readSettings({ config });
  const warn = (message: string): void => {
    process.stderr.write(`warning: ${message}\n`);
  };
  const redactor = await openRedactor(settings.redaction, warn);
  const onProblem = (error: unknown): void => {
    warn(redactor.redactText(String(error)));
  };
  const audit = await openChosenAudit(settings.audit, { name: 'env', onProblem, warn, redactor });
  return { settings, audit };
}
