// What every gateway has, over stdio and over HTTP: a redactor, a log, the audit log and the Python service, in the order in which
// each needs the other.
import type { Settings } from '../config/settings.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import type { McpService } from '../mcp/mcp-service.js';
import { toPythonMcpService } from '../mcp/python-mcp-service.js';
import type { FinishedRun } from '../services/python/python-service.js';
import { GatewayLog } from './gateway-log.js';
import { openChosenAudit } from './open-audit.js';
import { openPythonService } from './open-python-service.js';
import { openRedactor } from './open-redactor.js';
import type { MemoryServiceOptions } from '../services/memory/memory-service.js';
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
  const redactor = await openRedactor(settings.redaction, (message) => notMasked.push(message));
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
    const service = await openPythonService(settings, {
      ...(audit === null ? {} : { audit }),
      redactor,
      onProblem: log.problem,
      onRun: (run) => {
        onRun(run);
        log.debug(`run_python: ${run.status} after ${Math.round(run.durationMs)} ms`);
      },
    });
    const memory = settings.services.includes('memory')
      ? await openMemory(settings, { redactor, ...(audit === null ? {} : { journal: audit.journal }) })
      : null;
    return {
      services: [
        ...(settings.services.includes('python') ? [toPythonMcpService(service)] : []),
        ...(memory === null ? [] : [memory.service]),
      ],
      log,
      redactor,
      close: async () => {
        await service.close();
        await memory?.close();
        await audit?.close();
      },
    };
  });
}

/** Loaded here: whoever wants Python alone needs none. */
async function openMemory(
  settings: Settings,
  observers: Pick<MemoryServiceOptions, 'redactor' | 'journal'>,
): Promise<{ readonly service: McpService; readonly close: () => Promise<void> }> {
  const [{ openMemoryService }, { toMemoryMcpService }] = await Promise.all([
    import('./open-memory-service.js'),
    import('../mcp/memory/memory-mcp-service.js'),
  ]);
  const memory = await openMemoryService(settings, observers);
  return { service: toMemoryMcpService(memory), close: () => memory.close() };
}
