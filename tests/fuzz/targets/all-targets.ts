// Everything that is fuzzed.
import type { FuzzTarget } from '../fuzz-target.js';
import { auditTargets } from './audit.js';
import { frameTargets } from './frames.js';
import { guestTargets } from './guest.js';
import { nameAndPathTargets } from './names-and-paths.js';
import { seccompTargets } from './seccomp.js';
import { secretTargets } from './secrets.js';
import { settingsTargets } from './settings.js';
import { textTargets } from './texts.js';
import { wireTargets } from './wire.js';

export const allTargets: readonly FuzzTarget[] = [
  ...nameAndPathTargets,
  ...frameTargets,
  ...guestTargets,
  ...seccompTargets,
  ...settingsTargets,
  ...wireTargets,
  ...auditTargets,
  ...secretTargets,
  ...textTargets,
];
