// stub
import type { Finding, SandboxPolicy } from '../../backend-contract.js';
export function probeBubblewrap(_policy: SandboxPolicy): Promise<readonly Finding[]> {
  return Promise.resolve([]);
}
