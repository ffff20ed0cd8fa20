// All scenarios, in the order in which they run: what leaves much behind comes late.
import type { Scenario } from './scenario.js';
import { code } from './scenarios/code.js';
import { containerWarm } from './scenarios/container-warm.js';
import { dockerWarm } from './scenarios/docker-warm.js';
import { egress } from './scenarios/egress.js';
import { environment } from './scenarios/environment.js';
import { files } from './scenarios/files.js';
import { gvisorWarm } from './scenarios/gvisor-warm.js';
import { http } from './scenarios/http.js';
import { load } from './scenarios/load.js';
import { memory } from './scenarios/memory.js';
import { memorySearch } from './scenarios/memory-search.js';
import { openSessions } from './scenarios/open-sessions.js';
import { others } from './scenarios/others.js';
import { preloaded } from './scenarios/preloaded.js';
import { redaction } from './scenarios/redaction.js';
import { sessionCall } from './scenarios/session-call.js';
import { sessionFork } from './scenarios/session-fork.js';
import { stateless } from './scenarios/stateless.js';
import { throughput } from './scenarios/throughput.js';
import { watched } from './scenarios/watched.js';

export const scenarios: readonly Scenario[] = [
  stateless,
  preloaded,
  environment,
  sessionCall,
  sessionFork,
  throughput,
  http,
  redaction,
  egress,
  memorySearch,
  files,
  code,
  watched,
  gvisorWarm,
  containerWarm,
  dockerWarm,
  load,
  memory,
  openSessions,
  others,
];
