// Opens a template with the strongest backend that is there.
import type {
  Engine,
  EngineOptions,
  Finding,
  JailProgram,
  SandboxPolicy,
  Template,
} from '../sandbox/backend-contract.js';
import { openLoneTemplate } from '../sandbox/open-lone-template.js';
import { loadBackend } from '../sandbox/registry.js';

/** The caller closes it. @throws PymcpError where a layer cannot be set up (fail.closed) */
export async function openTemplate(policy: SandboxPolicy): Promise<Template> {
  return openLoneTemplate(await loadBackend('bubblewrap'), policy);
}

/** For several templates. The caller closes it. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return (await loadBackend('bubblewrap')).openEngine(options);
}

/** What this machine can enforce. Leaves nothing behind. */
export async function probeBackend(policy: SandboxPolicy): Promise<readonly Finding[]> {
  return (await loadBackend('bubblewrap')).probe(policy);
}

/** The programs of the system that it needs, for `pymcp updates`. */
export async function listJailPrograms(interpreter: string): Promise<readonly JailProgram[]> {
  return (await loadBackend('bubblewrap')).listPrograms(interpreter);
}
