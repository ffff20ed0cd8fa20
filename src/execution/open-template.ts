// Opens a template with the strongest backend that is there.
import type { Engine, EngineOptions, Finding, SandboxPolicy, Template } from '../sandbox/backend-contract.js';
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
