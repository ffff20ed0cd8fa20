// One template with an engine of its own, for whoever needs no second one. Closing the template closes both.
import { defaultTotalLimits, type TotalLimits } from '../core/limits.js';
import type { Backend, SandboxPolicy, Template } from './backend-contract.js';
import { overTemplate } from './over-sandbox.js';

/** @throws PymcpError where a layer cannot be set up (fail.closed); nothing is left then */
export async function openLoneTemplate(
  backend: Pick<Backend, 'openEngine'>,
  policy: SandboxPolicy,
  total: TotalLimits = defaultTotalLimits,
): Promise<Template> {
  const engine = backend.openEngine({ total });
  try {
    return overTemplate(await engine.openTemplate(policy), { close: () => engine.close() });
  } catch (error) {
    await engine.close();
    throw error;
  }
}
