// What this machine can enforce with bubblewrap, for `doctor`. It asks by doing: a real sandbox is made and looked at
// from both sides; what fails is then taken apart step by step. Leaves nothing behind, and everything is bounded in time.
import { describeMachine } from '../../../host/machine.js';
import { currentIdentity } from '../../../host/process-identity.js';
import type { Finding, SandboxPolicy } from '../../backend-contract.js';
import { checkLandlock, checkSeccomp } from './probe/check-filters.js';
import { checkLimits } from './probe/check-limits.js';
import { checkMachine, checkPlatform } from './probe/check-machine.js';
import { checkNamespaces } from './probe/check-namespaces.js';
import { checkBubblewrap, checkPython } from './probe/check-programs.js';
import { checkIdentity, checkRuntimeFolder } from './probe/check-surroundings.js';
import { readNamespaceSettings } from './probe/namespace-settings.js';
import { proveSeal } from './probe/prove-seal.js';
import { toProofFindings } from './probe/to-proof-findings.js';

export async function probeBubblewrap(policy: SandboxPolicy): Promise<readonly Finding[]> {
  const machine = await describeMachine();
  const platform = checkPlatform(machine);
  if (platform.state === 'missing') return [platform];
  const [bubblewrap, python, runtimeFolder] = await Promise.all([
    checkBubblewrap(),
    checkPython(policy.interpreter),
    checkRuntimeFolder(),
  ]);
  const { finding: guestIdentity, identity } = checkIdentity();
  const needed = [bubblewrap.finding, python.finding, guestIdentity, runtimeFolder];
  const proof = await proveSeal(
    policy,
    needed.filter(({ state }) => state === 'missing'),
  );
  const settings = await readNamespaceSettings(machine.isContainer);
  const isSealed = proof.kind === 'sealed';
  return [
    ...checkMachine(machine),
    ...needed,
    ...(await checkNamespaces({ bubblewrap: bubblewrap.path, identity }, settings, isSealed)),
    checkSeccomp(isSealed ? proof.isolation.seccompInstructions : null),
    await checkLandlock(python.path),
    // Where no user id is to be had, what the machine can bound is still worth knowing.
    ...(await checkLimits(identity ?? currentIdentity())),
    ...toProofFindings(proof),
  ];
}
