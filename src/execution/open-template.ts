// Opens a template with the backend that src/sandbox/choose-backend.ts says, and tells why where it is less than the strongest.
import type { OuterBoundary } from '../core/outer-boundary.js';
import type {
  Engine,
  EngineOptions,
  Finding,
  JailProgram,
  SandboxPolicy,
  Template,
} from '../sandbox/backend-contract.js';
import { type Choice, chooseBackend, explainInContainer } from '../sandbox/choose-backend.js';
import { openLoneTemplate } from '../sandbox/open-lone-template.js';
import { loadBackend } from '../sandbox/registry.js';

export interface Boundary {
  /** `jail` where it is left out. */
  readonly outerBoundary?: OuterBoundary;
  /** Told before anything is run with less than the strongest backend: a sentence. */
  readonly onLess?: (reason: string) => void;
}

/** The caller closes it. @throws PymcpError where a layer cannot be set up (fail.closed) */
export async function openTemplate(policy: SandboxPolicy, boundary: Boundary = {}): Promise<Template> {
  const { backend, isLess } = await choose(boundary);
  const open = (): Promise<Template> => openLoneTemplate(backend, policy);
  return isLess ? open() : explained(open);
}

/** For several templates. The caller closes it. @throws PymcpError as openTemplate */
export async function openEngine(options: EngineOptions, boundary: Boundary = {}): Promise<Engine> {
  const { backend, isLess } = await choose(boundary);
  const engine = backend.openEngine(options);
  if (isLess) return engine;
  return {
    openTemplate: (policy) => explained(() => engine.openTemplate(policy)),
    close: () => engine.close(),
  };
}

/** What this machine can enforce. Leaves nothing behind. */
export async function probeBackend(
  policy: SandboxPolicy,
  boundary: Boundary = {},
): Promise<readonly Finding[]> {
  const { backend } = await chooseBackend(boundary.outerBoundary ?? 'jail');
  return backend.probe(policy);
}

async function choose({ outerBoundary = 'jail', onLess }: Boundary): Promise<Choice> {
  const choice = await chooseBackend(outerBoundary);
  if (choice.isLess) onLess?.(choice.reason);
  return choice;
}

async function explained<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw await explainInContainer(error);
  }
}

/** The programs of the system that it needs, for `pymcp updates`. */
export async function listJailPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  return (await loadBackend('bubblewrap')).listPrograms(interpreter);
}
