// What a container without namespaces can enforce, for `doctor`. It asks by doing, as the probe of bubblewrap does: a real sandbox is
// made and looked at from both sides.
import { defaultTotalLimits } from '../../../core/limits.js';
import { describeMachine } from '../../../host/machine.js';
import { currentIdentity } from '../../../host/process-identity.js';
import { readProcessStatus } from '../../../host/process-status.js';
import { childrenOf, familyOf } from '../../../host/process-tree.js';
import type { Finding, SandboxPolicy } from '../../backend-contract.js';
import { BubblewrapEngine } from '../bubblewrap/bubblewrap-engine.js';
import { checkLandlock, checkSeccomp } from '../bubblewrap/probe/check-filters.js';
import { checkLimits } from '../bubblewrap/probe/check-limits.js';
import { checkMachine, checkPlatform } from '../bubblewrap/probe/check-machine.js';
import { checkPython } from '../bubblewrap/probe/check-programs.js';
import { checkIdentity, checkRuntimeFolder } from '../bubblewrap/probe/check-surroundings.js';
import { findingsOf } from '../bubblewrap/probe/findings-of.js';
import { type ProofWays, proveSeal } from '../bubblewrap/probe/prove-seal.js';
import { toProofFindings } from '../bubblewrap/probe/to-proof-findings.js';
import { sharedNamespaces } from './contained-ground.js';
import { toContainedLevels } from './contained-levels.js';
import { openContainedTemplate } from './open-contained-template.js';

const jail = findingsOf('jail');
/** Linux 6.12: signals (guest/pymcp_guest/domain.py). */
const leastAbi = 6;

export async function probeContained(policy: SandboxPolicy): Promise<readonly Finding[]> {
  const machine = await describeMachine();
  const platform = checkPlatform(machine);
  if (platform.state === 'missing') return [platform];
  const [python, runtimeFolder] = await Promise.all([checkPython(policy.interpreter), checkRuntimeFolder()]);
  const { finding: guestIdentity, identity } = checkIdentity();
  const landlock = demandScope(await checkLandlock(python.path));
  const needed = [python.finding, guestIdentity, runtimeFolder, landlock];
  const proof = await proveSeal(
    policy,
    needed.filter(({ state }) => state === 'missing'),
    ways,
  );
  const uid = (identity ?? currentIdentity()).uid;
  return [
    ...checkMachine(machine),
    ...needed,
    ownNamespaces,
    checkSeccomp(proof.kind === 'sealed' ? proof.isolation.seccompInstructions : null),
    ...(await checkLimits(identity ?? currentIdentity(), toContainedLevels)),
    ...toProofFindings(proof, {
      ...{ insideId: uid, insideName: 'outside', emptiesBounding: false },
      kernel: 'host',
    }),
  ];
}

const ways: ProofWays = {
  openEngine: () => new BubblewrapEngine({ total: defaultTotalLimits }, openContainedTemplate),
  /** Below the template, which is our only child. */
  lookFromOutside: () =>
    childrenOf(process.pid)
      .flatMap((template) => familyOf(template).slice(1))
      .flatMap((pid) => readProcessStatus(pid) ?? []),
};

/** As verify's layers name it (src/verify/layers.ts). */
const ownNamespaces = jail.degraded(
  'own-namespaces',
  `the container's, as was chosen: ${sharedNamespaces.join(', ')}; Landlock, the filter and a domain stand in for them`,
  'let the engine allow nested namespaces: docs/backends/contained.md has the options',
);

/** Here it is no second wall: without its scope for signals nothing runs. */
function demandScope(found: Finding): Finding {
  const abi = Number(/^ABI (\d+)$/.exec(found.detail)?.[1] ?? 0);
  if (abi >= leastAbi || found.state === 'unchecked') return found;
  return jail.missing(
    'landlock',
    `${abi === 0 ? 'none' : `ABI ${abi}`}: without namespaces it keeps runs from the gateway, and ABI ${leastAbi} is needed`,
    'boot Linux 6.12 or newer with Landlock, and let the engine permit its system calls; or let it allow nested namespaces',
  );
}
