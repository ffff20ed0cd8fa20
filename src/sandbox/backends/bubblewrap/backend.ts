// The bubblewrap backend: no daemon, no root, no image; a template process and forks of it.
import type { Backend } from '../../backend-contract.js';
import { BubblewrapEngine } from './bubblewrap-engine.js';

export const bubblewrapBackend: Backend = {
  name: 'bubblewrap',
  // Loaded when it is asked for: a run does not wait for what only `pymcp doctor` needs.
  probe: async (policy) => (await import('./probe.js')).probeBubblewrap(policy),
  listPrograms: async (interpreter) => (await import('./list-programs.js')).listPrograms(interpreter),
  findLack: async () => (await import('./probe/find-lack.js')).findLack(),
  openEngine: (options) => new BubblewrapEngine(options),
};
