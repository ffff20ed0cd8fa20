// The filter's rules that count on what Linux refuses and gVisor's kernel does not. Pure data.
import { argumentRules } from '../bubblewrap/seccomp/argument-rules.js';
import type { RuleChanges } from '../bubblewrap/seccomp/filter.js';

const signBit = 0x80000000;

export const gvisorRules: RuleChanges = {
  // Linux wants CAP_SYS_NICE for a priority above the ordinary one; gVisor takes it, and does nothing with it.
  setpriority: {
    on: 2,
    mask: signBit,
    cases: [{ values: [0], then: argumentRules.setpriority ?? 'EPERM' }],
    otherwise: 'EPERM',
  },
};
