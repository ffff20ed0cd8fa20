// The services that settings enable. Each is loaded where it is enabled: whoever wants one needs no other.
import type { Settings } from '../config/settings.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { type ServiceName, serviceNames } from '../core/service-names.js';
import type { McpService } from '../mcp/mcp-service.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';
import { WriteSignal } from '../services/workspace/write-signal.js';
import type { CodeService } from '../services/code/code-service.js';
import type { FinishedRun } from '../services/python/python-service.js';
import type { openAlgorithmsService } from './open-algorithms-service.js';
import type { GatewayLog } from './gateway-log.js';
import type { openChosenAudit } from './open-audit.js';
import { openChosenScripts } from './open-chosen-scripts.js';
import { openNetwork } from './open-network.js';
import type { WorkspaceServices } from './open-python-service.js';

/** What the services of a gateway share. */
export interface SharedParts {
  /** Those that the enabled services cannot do without. */
  readonly secrets: readonly KnownSecret[];
  readonly redactor: SecretRedactor;
  readonly audit: Awaited<ReturnType<typeof openChosenAudit>>;
  readonly log: GatewayLog;
  readonly onRun: (run: FinishedRun) => void;
}

export interface OpenedServices {
  /** In the order of their names. */
  readonly mcp: readonly McpService[];
  /** Ends everything of them that runs. */
  readonly close: () => Promise<void>;
}

type Parts = SharedParts & { readonly writes: WriteSignal };
type Open = (settings: Settings, parts: Parts) => Promise<OpenedServices>;

/** What fails for want of a setting comes before what starts processes. */
const openers: readonly { readonly names: readonly ServiceName[]; readonly open: Open }[] = [
  { names: ['github'], open: openGitHub },
  { names: ['memory'], open: openMemory },
  { names: ['python', 'files', 'code', 'algorithms'], open: openWorkspaceServices },
];

/** All of them or none. The caller closes them. @throws PymcpError as each of them */
export async function openServices(settings: Settings, parts: SharedParts): Promise<OpenedServices> {
  const opened: OpenedServices[] = [];
  const close = async (): Promise<void> => {
    for (const services of opened) await services.close();
  };
  const writes = new WriteSignal();
  const isEnabled = (name: string): boolean => settings.services.some((one) => one === name);
  try {
    for (const { names, open } of openers)
      if (names.some(isEnabled)) opened.push(await open(settings, { ...parts, writes }));
  } catch (error) {
    await close();
    throw error;
  }
  const all = opened.flatMap(({ mcp }) => mcp);
  const inOrder = serviceNames.flatMap((wanted) => all.filter(({ name }) => name === wanted));
  return { mcp: inOrder.filter(({ name }) => isEnabled(name)), close };
}

/** They share a workspace, and the jails in which they work on it. */
async function openWorkspaceServices(settings: Settings, parts: Parts): Promise<OpenedServices> {
  const { secrets, redactor, audit, log, onRun, writes } = parts;
  const [{ openPythonService }, { toPythonMcpService }, { toFilesMcpService }] = await Promise.all([
    import('./open-python-service.js'),
    import('../mcp/python-mcp-service.js'),
    import('../mcp/files/files-mcp-service.js'),
  ]);
  const network = await openNetwork(settings.network, secrets);
  const observers = {
    ...(audit === null ? {} : { audit }),
    ...(network === null ? {} : { networks: network }),
    scripts: openChosenScripts(settings, audit, (text) => {
      log.info(text);
    }),
    redactor,
    onProblem: log.problem,
    onRun: (run: FinishedRun) => {
      onRun(run);
      writes.tell();
      log.debug(`run_python: ${run.status} after ${Math.round(run.durationMs)} ms`);
    },
  };
  const services = await openPythonService(settings, observers, writes);
  const { python, files, watch } = services;
  const isEnabled = (name: ServiceName): boolean => settings.services.includes(name);
  const code = isEnabled('code') ? await openCode(settings, services, log.problem) : null;
  const algorithms = isEnabled('algorithms')
    ? await openAlgorithms(settings, services, observers, code?.service ?? null)
    : null;
  const served = files === null || watch === null ? null : { service: files, watch };
  const workspace =
    files === null
      ? null
      : {
          visible: isEnabled('files') ? watch : null,
          errors: { files, code: code?.service ?? null },
          onProblem: log.problem,
        };
  const close = async (): Promise<void> => {
    await watch?.close();
    await algorithms?.close();
    await code?.service?.close();
    await python.close();
    await network?.close();
  };
  const optional = [code?.mcp, algorithms?.mcp].filter((one) => one !== undefined);
  return { mcp: [toPythonMcpService(python, workspace), toFilesMcpService(served), ...optional], close };
}

async function openAlgorithms(
  settings: Settings,
  services: WorkspaceServices,
  observers: Parameters<typeof openAlgorithmsService>[2],
  code: CodeService | null,
): Promise<{ readonly mcp: McpService; readonly close: () => Promise<void> }> {
  const [{ openAlgorithmsService: open }, { toAlgorithmsMcpService }] = await Promise.all([
    import('./open-algorithms-service.js'),
    import('../mcp/algorithms/algorithms-mcp-service.js'),
  ]);
  const service = open(settings, services, observers, code);
  return { mcp: toAlgorithmsMcpService(service, code), close: () => service.close() };
}

async function openCode(
  settings: Settings,
  services: WorkspaceServices,
  onProblem: (error: unknown) => void,
): Promise<{ readonly service: CodeService | null; readonly mcp: McpService }> {
  const [{ openCodeService }, { toCodeMcpService }] = await Promise.all([
    import('./open-code-service.js'),
    import('../mcp/code/code-mcp-service.js'),
  ]);
  const service = openCodeService(settings, services, onProblem);
  return { service, mcp: toCodeMcpService(service) };
}

async function openGitHub(
  settings: Settings,
  { secrets, audit, log, writes }: Parts,
): Promise<OpenedServices> {
  const [{ openGitHubService }, { toGitHubMcpService }] = await Promise.all([
    import('./open-github-service.js'),
    import('../mcp/github-mcp-service.js'),
  ]);
  const journal = audit === null ? {} : { journal: audit.journal };
  const service = await openGitHubService(settings, {
    onProblem: log.problem,
    onWritten: writes.tell,
    secrets,
    ...journal,
  });
  return { mcp: [toGitHubMcpService(service)], close: () => Promise.resolve() };
}

async function openMemory(settings: Settings, { redactor, audit }: SharedParts): Promise<OpenedServices> {
  const [{ openMemoryService }, { toMemoryMcpService }] = await Promise.all([
    import('./open-memory-service.js'),
    import('../mcp/memory/memory-mcp-service.js'),
  ]);
  const journal = audit === null ? {} : { journal: audit.journal };
  const memory = await openMemoryService(settings, { redactor, ...journal });
  return { mcp: [toMemoryMcpService(memory)], close: () => memory.close() };
}
