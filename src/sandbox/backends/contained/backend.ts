// The backend for a gateway in a container whose engine permits no namespaces: every layer that needs none, and the container
// around it as the outer boundary. Only choose-backend.ts says where it is used, and never unasked.
import type { Backend } from '../../backend-contract.js';
import { BubblewrapEngine } from '../bubblewrap/bubblewrap-engine.js';
import { openContainedTemplate } from './open-contained-template.js';

export const containedBackend: Backend = {
  name: 'contained',
  probe: async (policy) => (await import('./probe-contained.js')).probeContained(policy),
  // Bubblewrap too: it is what would make more of this machine.
  listPrograms: async (interpreter) =>
    (await import('../bubblewrap/list-programs.js')).listPrograms(interpreter),
  openEngine: (options) => new BubblewrapEngine(options, openContainedTemplate),
};
