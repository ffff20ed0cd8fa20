// Every backend, loaded when it is asked for. Nobody else knows concrete backends.
import type { BackendName } from '../core/backend-names.js';
import type { Backend } from './backend-contract.js';

const loaders: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  bubblewrap: async () => (await import('./backends/bubblewrap/backend.js')).bubblewrapBackend,
  contained: async () => (await import('./backends/contained/backend.js')).containedBackend,
  gvisor: async () => (await import('./backends/gvisor/backend.js')).gvisorBackend,
  container: async () => (await import('./backends/container/backend.js')).containerBackend,
  docker: async () => (await import('./backends/docker/backend.js')).dockerBackend,
};

export function loadBackend(name: BackendName): Promise<Backend> {
  return loaders[name]();
}
