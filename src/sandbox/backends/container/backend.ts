// The backend container: one hardened container of Podman's around each sandbox, made of the host's own Python and no image.
import type { Backend } from '../../backend-contract.js';
import { openContainerEngine } from './open-container-engine.js';

export const containerBackend: Backend = {
  name: 'container',
  probe: async (policy) => (await import('./probe-container.js')).probeContainer(policy),
  listPrograms: async (interpreter) =>
    (await import('./list-container-programs.js')).listContainerPrograms(interpreter),
  openEngine: openContainerEngine,
};
