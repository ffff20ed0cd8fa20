// What every gateway has, over stdio and over HTTP: the secrets that services need, a redactor, a log, the audit log and the services
// that are enabled, in the order in which each needs the other.
import type { Settings } from '../config/settings.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import type { ServiceName } from '../core/service-names.js';
import type { McpService } from '../mcp/mcp-service.js';
import { toPythonMcpService } from '../mcp/python-mcp-service.js';
import type { FinishedRun } from '../services/python/python-service.js';
import { findNeededSecrets } from './find-needed-secrets.js';
import { GatewayLog } from './gateway-log.js';
import { openChosenAudit } from './open-audit.js';
import type { GitHubObservers } from './open-github-service.js';
import { openPythonService } from './open-python-service.js';
import { openRedactor } from './open-redactor.js';
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
 * @throws PymcpError as openRedactor, openChosenAudit and openPythonService
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
    const isEnabled = (name: ServiceName): boolean => settings.services.includes(name);
    const common = { onProblem: log.problem, secrets, ...(audit === null ? {} : { journal: audit.journal }) };
    const github = isEnabled('github') ? await openGitHub(settings, common) : null;
    const python = !isEnabled('python')
      ? null
      : await openPythonService(settings, {
          ...(audit === null ? {} : { audit }),
          redactor,
          onProblem: log.problem,
          onRun: (run) => {
            onRun(run);
            log.debug(`run_python: ${run.status} after ${Math.round(run.durationMs)} ms`);
          },
        });
    return {
      services: [
        ...(python === null ? [] : [toPythonMcpService(python)]),
        ...(github === null ? [] : [github]),
      ],
      log,
      redactor,
      close: async () => {
        await python?.close();
        await audit?.close();
      },
    };
  });
}

/** Loaded here: whoever wants Python alone needs neither. */
async function openGitHub(settings: Settings, observers: GitHubObservers): Promise<McpService> {
  const [{ openGitHubService }, { toGitHubMcpService }] = await Promise.all([
    import('./open-github-service.js'),
    import('../mcp/github-mcp-service.js'),
  ]);
  return toGitHubMcpService(await openGitHubService(settings, observers));
}
