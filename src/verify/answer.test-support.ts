// Answers of a gateway for unit tests.
import type { Outcome } from '../core/execution-result.js';
import type { LimitLevels } from '../core/isolation.js';
import type { RunAnswer } from './wire.js';

const enforced = { level: 'enforced', by: 'the kernel' } as const;
const limits: LimitLevels = {
  memory: enforced,
  cpu: enforced,
  pids: enforced,
  wall: enforced,
  output: enforced,
  files: enforced,
};

export function resultOf(outcome: Outcome, stdout = ''): Extract<RunAnswer, { kind: 'result' }> {
  const result = { outcome, stdout, stderr: '', createdProtected: [], limits, paths: [], others: [] };
  return { id: 1, kind: 'result', result };
}
