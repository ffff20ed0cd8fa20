// What this machine can enforce with gVisor, for `doctor`. It asks by doing, as the probe of bubblewrap does: a real sandbox is
// made and looked at from both sides.
import { defaultTotalLimits } from '../../../core/limits.js';
import { describeMachine } from '../../../host/machine.js';
import { currentIdentity, kernelVersion } from '../../../host/process-identity.js';
import { readProcessStatus } from '../../../host/process-status.js';
import { childrenOf, familyOf } from '../../../host/process-tree.js';
import type { Finding, SandboxPolicy } from '../../backend-contract.js';
import { checkSeccomp } from '../bubblewrap/probe/check-filters.js';
import { checkLimits } from '../bubblewrap/probe/check-limits.js';
import { checkMachine, checkPlatform } from '../bubblewrap/probe/check-machine.js';
import { checkPython, type FoundProgram } from '../bubblewrap/probe/check-programs.js';
import { checkIdentity, checkRuntimeFolder } from '../bubblewrap/probe/check-surroundings.js';
import { findingsOf } from '../bubblewrap/probe/findings-of.js';
import { type ProofWays, proveSeal } from '../bubblewrap/probe/prove-seal.js';
import { namespaced, toProofFindings } from '../bubblewrap/probe/to-proof-findings.js';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';
import { toGvisorLevels } from './gvisor-levels.js';
import { openGvisorEngine } from './open-gvisor-engine.js';
import { findRunsc, installRunsc, readRunscVersion } from './gvisor-program.js';

const jail = findingsOf('jail');

export async function probeGvisor(policy: SandboxPolicy): Promise<readonly Finding[]> {
  const machine = await describeMachine();
  const platform = checkPlatform(machine);
  if (platform.state === 'missing') return [platform];
  const [runsc, python, runtimeFolder] = await Promise.all([
    checkRunsc(),
    checkPython(policy.interpreter),
    checkRuntimeFolder(),
  ]);
  const { finding: guestIdentity, identity } = checkIdentity();
  const needed = [runsc.finding, python.finding, guestIdentity, runtimeFolder];
  const lacking = needed.filter(({ state }) => state === 'missing');
  const proof = await proveSeal(policy, lacking, ways);
  return [
    ...checkMachine(machine),
    ...needed,
    checkSeccomp(proof.kind === 'sealed' ? proof.isolation.seccompInstructions : null),
    ...(await checkLimits(identity ?? currentIdentity(), (attempt) =>
      toGvisorLevels(toLimitLevels(attempt, kernelVersion())),
    )),
    ...toProofFindings(proof, { ...namespaced, kernel: 'own' }),
  ];
}

const ways: ProofWays = {
  openEngine: () => openGvisorEngine({ total: defaultTotalLimits }),
  /** Those of the guest: the processes that gVisor's kernel runs it in. */
  lookFromOutside: () =>
    childrenOf(process.pid)
      .flatMap((runsc) => familyOf(runsc).slice(1))
      .flatMap((pid) => readProcessStatus(pid) ?? []),
};

async function checkRunsc(): Promise<FoundProgram> {
  const path = await findRunsc();
  if (path === null)
    return { finding: jail.missing('runsc', 'it is not installed', installRunsc), path: null };
  const version = await readRunscVersion(path);
  if (version === null)
    return {
      finding: jail.missing('runsc', `${path} does not say its version`, `${installRunsc} --reinstall`),
      path: null,
    };
  return { finding: jail.ok('runsc', `${version}, ${path}`), path };
}
