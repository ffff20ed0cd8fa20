// The filter's rules that count on what Linux refuses and gVisor's kernel does not. Pure data.
import { argumentRules } from '../bubblewrap/seccomp/argument-rules.js';
import type { RuleChanges } from '../bubblewrap/seccomp/filter.js';

const signBit = 0x80000000;
const [SOL_SOCKET, SO_MARK] = [1, 36];

const setsockopt = argumentRules.setsockopt ?? 'EPERM';

export const gvisorRules: RuleChanges = {
  // Linux wants CAP_SYS_NICE for a priority above the ordinary one; gVisor takes it, and does nothing with it.
  setpriority: {
    on: 2,
    mask: signBit,
    cases: [{ values: [0], then: argumentRules.setpriority ?? 'EPERM' }],
    otherwise: 'EPERM',
  },
  // Linux wants CAP_NET_ADMIN for a mark; gVisor takes it, and does nothing with it.
  setsockopt: {
    on: 1,
    cases: [
      {
        values: [SOL_SOCKET],
        then: { on: 2, cases: [{ values: [SO_MARK], then: 'EPERM' }], otherwise: setsockopt },
      },
    ],
    otherwise: setsockopt,
  },
};
