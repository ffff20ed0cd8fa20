// What every gateway has, over stdio and over HTTP: the secrets that it cannot do without, a redactor, a log, the audit log and the services
// that are enabled, in the order in which each needs the other.
import type { Settings } from '../config/settings.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import type { McpService } from '../mcp/mcp-service.js';
import type { FinishedRun } from '../services/python/python-service.js';
import { findNeededSecrets } from './find-needed-secrets.js';
import { GatewayLog } from './gateway-log.js';
import { openChosenAudit } from './open-audit.js';
import { openRedactor } from './open-redactor.js';
import { openServices } from './open-services.js';
import { redactFailure } from './redact-failure.js';
import { whenCrashed } from './when-crashed.js';

export interface PythonGateway {
  readonly services: readonly McpService[];
  readonly log: GatewayLog;
  readonly redactor: SecretRedactor;
  /** Ends everything that runs, then the audit log. */
  readonly close: () => Promise<void>;
}

/**
 * @param command as people call it
 * @throws PymcpError as findNeededSecrets, openRedactor, openChosenAudit and openServices
 */
export async function openPythonGateway(
  command: string,
  settings: Settings,
  onRun: (run: FinishedRun) => void = () => undefined,
): Promise<PythonGateway> {
  const notMasked: string[] = [];
  const secrets = await findNeededSecrets(settings);
  const redactor = await openRedactor(settings.redaction, (message) => notMasked.push(message), secrets);
  const log = new GatewayLog({ ...settings.log, redactor });
  whenCrashed(log.crash);
  const warn = (message: string): void => {
    log.warn({ message });
  };
  notMasked.forEach(warn);
  return redactFailure(redactor, async () => {
    const audit = await openChosenAudit(settings.audit, {
      name: command,
      onProblem: log.problem,
      warn,
      redactor,
    });
    try {
      const services = await openServices(settings, { secrets, redactor, audit, log, onRun });
      return {
        services: services.mcp,
        log,
        redactor,
        close: async () => {
          await services.close();
          await audit?.close();
        },
      };
    } catch (error) {
      await audit?.close();
      throw error;
    }
  });
}
