// Attacks, their results and findings for unit tests.
import type { Finding } from '../sandbox/backend-contract.js';
import type { AttackedPromise } from '../core/promises.js';
import type { Attack } from './attack.js';
import type { LayerName } from './layers.js';
import { parseHeader } from './parse-header.js';
import type { Ground } from './tally-promises.js';
import type { TrialResult } from './try-attack.js';

export function attackOn(promise: AttackedPromise, name: string, stoppedBy: readonly LayerName[]): Attack {
  const header = `# Tries ${name}.\n#\n# promise: ${promise}\n# group: kernel\n# expects: completed\n# stopped-by: ${stoppedBy.join(', ')}\n\n`;
  return { name: `kernel/${name}`, header: parseHeader(header), code: header };
}

export function resultFor({ name }: Attack, ...problems: readonly string[]): TrialResult {
  return { name, problems, outcomes: ['completed'], said: 'HELD: x', ms: 1 };
}

export const groundOf = (
  findings: readonly Finding[],
  backend: Ground['backend'] = 'bubblewrap',
): Ground => ({ backend, findings });

export const findingOf = (name: string, changes: Partial<Finding> = {}): Finding => ({
  group: 'limits',
  name,
  state: 'ok',
  detail: 'as it should be',
  fix: null,
  level: null,
  ...changes,
});
