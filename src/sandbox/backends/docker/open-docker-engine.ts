// What the templates of one gateway share where containers of Docker's are their wall.
import type { Engine, EngineOptions } from '../../backend-contract.js';
import { BubblewrapEngine } from '../bubblewrap/bubblewrap-engine.js';
import { openStandaloneTemplate } from '../standalone/open-standalone-template.js';
import { dockerBuilder } from './open-docker-wharf.js';

export function openDockerEngine(options: EngineOptions): Engine {
  return new BubblewrapEngine(options, (policy, share, onClosed) =>
    openStandaloneTemplate(dockerBuilder, policy, share, onClosed),
  );
}
