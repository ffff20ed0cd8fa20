// A template whose sandboxes say why they are of this backend.
import type { Sandbox, Template } from './backend-contract.js';
import { overSandbox, overTemplate } from './over-sandbox.js';

export function tellReason(template: Template, reason: string): Template {
  return overTemplate(template, { launch: async (limits) => tell(await template.launch(limits), reason) });
}

function tell(sandbox: Sandbox, reason: string): Sandbox {
  return overSandbox(sandbox, {
    isolation: () => ({ ...sandbox.isolation, reason }),
    fork: async (limits) => tell(await sandbox.fork(limits), reason),
  });
}
