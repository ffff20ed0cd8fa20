// The backend Docker: one hardened container of a Docker daemon's around each sandbox, made of the host's own Python. For hosts whose
// only engine it is. Where the daemon is root's, whoever may speak to it is root; with a rootless one that is not so.
import type { Backend } from '../../backend-contract.js';
import { openDockerEngine } from './open-docker-engine.js';

export const dockerBackend: Backend = {
  name: 'docker',
  probe: async (policy) => (await import('./probe-docker.js')).probeDocker(policy),
  listPrograms: async (interpreter) =>
    (await import('./list-docker-programs.js')).listDockerPrograms(interpreter),
  openEngine: openDockerEngine,
};
