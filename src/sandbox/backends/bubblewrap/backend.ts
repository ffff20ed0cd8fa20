// The bubblewrap backend: no daemon, no root, no image; a template process and forks of it.
import type { Backend } from '../../backend-contract.js';
import { openBubblewrapTemplate } from './open-template.js';
import { probeBubblewrap } from './probe.js';

export const bubblewrapBackend: Backend = {
  name: 'bubblewrap',
  probe: probeBubblewrap,
  openTemplate: openBubblewrapTemplate,
};
