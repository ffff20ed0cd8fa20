// What the templates of one gateway share where containers are their wall.
import type { Engine, EngineOptions } from '../../backend-contract.js';
import { openStandaloneTemplate } from '../standalone/open-standalone-template.js';
import { BubblewrapEngine } from '../bubblewrap/bubblewrap-engine.js';
import { containerBuilder } from './open-container-wharf.js';

export function openContainerEngine(options: EngineOptions): Engine {
  return new BubblewrapEngine(options, (policy, share, onClosed) =>
    openStandaloneTemplate(containerBuilder, policy, share, onClosed),
  );
}
