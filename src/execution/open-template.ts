// Opens a template with the strongest backend that is there.
import type { Finding, SandboxPolicy, Template } from '../sandbox/backend-contract.js';
import { loadBackend } from '../sandbox/registry.js';

/** The caller closes it. @throws PymcpError where a layer cannot be set up (fail.closed) */
export async function openTemplate(policy: SandboxPolicy): Promise<Template> {
  return (await loadBackend('bubblewrap')).openTemplate(policy);
}

/** What this machine can enforce. Leaves nothing behind. */
export async function probeBackend(policy: SandboxPolicy): Promise<readonly Finding[]> {
  return (await loadBackend('bubblewrap')).probe(policy);
}
