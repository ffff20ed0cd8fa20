// The backend gVisor: a kernel in user space (runsc) around each sandbox, so that guest code makes no system call of the host's.
import type { Backend } from '../../backend-contract.js';
import { openGvisorEngine } from './open-gvisor-engine.js';

export const gvisorBackend: Backend = {
  name: 'gvisor',
  probe: async (policy) => (await import('./probe-gvisor.js')).probeGvisor(policy),
  listPrograms: async (interpreter) =>
    (await import('./list-gvisor-programs.js')).listGvisorPrograms(interpreter),
  openEngine: openGvisorEngine,
};
