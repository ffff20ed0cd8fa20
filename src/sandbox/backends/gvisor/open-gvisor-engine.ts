// What the templates of one gateway share where gVisor is their wall.
import type { Engine, EngineOptions } from '../../backend-contract.js';
import { openStandaloneTemplate } from '../standalone/open-standalone-template.js';
import { BubblewrapEngine } from '../bubblewrap/bubblewrap-engine.js';
import { toTotal } from './gvisor-levels.js';
import { gvisorBuilder } from './open-gvisor-wharf.js';

export function openGvisorEngine({ total }: EngineOptions): Engine {
  return new BubblewrapEngine({ total: toTotal(total) }, (policy, share, onClosed) =>
    openStandaloneTemplate(gvisorBuilder, policy, share, onClosed),
  );
}
