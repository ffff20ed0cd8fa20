// Everything that is fuzzed.
import type { FuzzTarget } from '../fuzz-target.js';
import { artifactTargets } from './artifacts.js';
import { auditFileTargets } from './audit-files.js';
import { auditTargets } from './audit.js';
import { frameTargets } from './frames.js';
import { guestTargets } from './guest.js';
import { nameAndPathTargets } from './names-and-paths.js';
import { redactionTargets } from './redaction.js';
import { seccompTargets } from './seccomp.js';
import { settingsTargets } from './settings.js';
import { textTargets } from './texts.js';
import { tokenTargets } from './tokens.js';
import { wireTargets } from './wire.js';

export const allTargets: readonly FuzzTarget[] = [
  ...nameAndPathTargets,
  ...frameTargets,
  ...artifactTargets,
  ...guestTargets,
  ...seccompTargets,
  ...settingsTargets,
  ...wireTargets,
  ...auditTargets,
  ...auditFileTargets,
  ...tokenTargets,
  ...redactionTargets,
  ...textTargets,
];
