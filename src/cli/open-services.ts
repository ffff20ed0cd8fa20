// The services that settings enable. Each is loaded where it is enabled: whoever wants one needs no other.
import type { Settings } from '../config/settings.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { type ServiceName, serviceNames } from '../core/service-names.js';
import type { McpService } from '../mcp/mcp-service.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';
import type { FinishedRun } from '../services/python/python-service.js';
import type { GatewayLog } from './gateway-log.js';
import type { openChosenAudit } from './open-audit.js';
import { openNetwork } from './open-network.js';

/** What the services of a gateway share. */
export interface SharedParts {
  /** Those that the enabled services cannot do without. */
  readonly secrets: readonly KnownSecret[];
  readonly redactor: SecretRedactor;
  readonly audit: Awaited<ReturnType<typeof openChosenAudit>>;
  readonly log: GatewayLog;
  readonly onRun: (run: FinishedRun) => void;
}

export interface OpenedService {
  readonly mcp: McpService;
  /** Ends everything of it that runs. */
  readonly close: () => Promise<void>;
}

type Open = (settings: Settings, parts: SharedParts) => Promise<OpenedService>;

const openers: Readonly<Record<ServiceName, Open>> = { python: openPython, github: openGitHub };

/** All of them or none. The caller closes them, in their order. @throws PymcpError as each of them */
export async function openServices(
  settings: Settings,
  parts: SharedParts,
): Promise<readonly OpenedService[]> {
  const opened: OpenedService[] = [];
  try {
    for (const name of serviceNames)
      if (settings.services.includes(name)) opened.push(await openers[name](settings, parts));
    return opened;
  } catch (error) {
    for (const service of opened) await service.close();
    throw error;
  }
}

async function openPython(settings: Settings, parts: SharedParts): Promise<OpenedService> {
  const { secrets, redactor, audit, log, onRun } = parts;
  const [{ openPythonService }, { toPythonMcpService }] = await Promise.all([
    import('./open-python-service.js'),
    import('../mcp/python-mcp-service.js'),
  ]);
  const network = await openNetwork(settings.network, secrets);
  const service = await openPythonService(settings, {
    ...(audit === null ? {} : { audit }),
    ...(network === null ? {} : { networks: network }),
    redactor,
    onProblem: log.problem,
    onRun: (run) => {
      onRun(run);
      log.debug(`run_python: ${run.status} after ${Math.round(run.durationMs)} ms`);
    },
  });
  const close = async (): Promise<void> => {
    await service.close();
    await network?.close();
  };
  return { mcp: toPythonMcpService(service), close };
}

async function openGitHub(settings: Settings, { secrets, audit, log }: SharedParts): Promise<OpenedService> {
  const [{ openGitHubService }, { toGitHubMcpService }] = await Promise.all([
    import('./open-github-service.js'),
    import('../mcp/github-mcp-service.js'),
  ]);
  const journal = audit === null ? {} : { journal: audit.journal };
  const service = await openGitHubService(settings, { onProblem: log.problem, secrets, ...journal });
  return { mcp: toGitHubMcpService(service), close: () => Promise.resolve() };
}
