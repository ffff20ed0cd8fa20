// The backend gVisor: a kernel in user space (runsc) around each sandbox, so that guest code makes no system call of the host's.
import type { Backend } from '../../backend-contract.js';
import { openStandaloneTemplate } from '../../standalone/open-standalone-template.js';
import { BubblewrapEngine } from '../bubblewrap/bubblewrap-engine.js';
import { toTotal } from './gvisor-levels.js';
import { gvisorBuilder } from './open-gvisor-wharf.js';

export const gvisorBackend: Backend = {
  name: 'gvisor',
  probe: async (policy) => (await import('./probe-gvisor.js')).probeGvisor(policy),
  listPrograms: async (interpreter) =>
    (await import('./list-gvisor-programs.js')).listGvisorPrograms(interpreter),
  openEngine: ({ total }) =>
    new BubblewrapEngine({ total: toTotal(total) }, (policy, share, onClosed) =>
      openStandaloneTemplate(gvisorBuilder, policy, share, onClosed),
    ),
};
