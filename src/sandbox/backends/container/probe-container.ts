// What this machine can enforce with containers, for `doctor`. It asks by doing, as the probe of bubblewrap does: a real sandbox is
// made and looked at from both sides.
import { PymcpError } from '../../../core/errors.js';
import { defaultTotalLimits } from '../../../core/limits.js';
import { describeMachine } from '../../../host/machine.js';
import { currentIdentity, type Identity, kernelVersion } from '../../../host/process-identity.js';
import { readProcessStatus } from '../../../host/process-status.js';
import { childrenOf, familyOf, namespacePidsOf } from '../../../host/process-tree.js';
import type { Finding, SandboxPolicy } from '../../backend-contract.js';
import { checkLandlock, checkSeccomp } from '../bubblewrap/probe/check-filters.js';
import { checkLimits } from '../bubblewrap/probe/check-limits.js';
import { checkMachine, checkPlatform } from '../bubblewrap/probe/check-machine.js';
import { checkPython } from '../bubblewrap/probe/check-programs.js';
import { checkIdentity, checkRuntimeFolder } from '../bubblewrap/probe/check-surroundings.js';
import { findingsOf } from '../bubblewrap/probe/findings-of.js';
import { type ProofWays, proveSeal } from '../bubblewrap/probe/prove-seal.js';
import { toProofFindings } from '../bubblewrap/probe/to-proof-findings.js';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';
import { toContainerLevels } from './container-levels.js';
import { openContainerEngine } from './open-container-engine.js';
import { findOtherIdentity } from './other-identity.js';
import {
  findConmon,
  findInPackages,
  findMappers,
  findRuntime,
  hasUnifiedGroups,
  installMappers,
  installPodman,
  installRuntime,
  podmanVersion,
  readVersion,
  runtimeVersion,
} from './podman-program.js';

const jail = findingsOf('jail');

export async function probeContainer(policy: SandboxPolicy): Promise<readonly Finding[]> {
  const machine = await describeMachine();
  const platform = checkPlatform(machine);
  if (platform.state === 'missing') return [platform];
  const [podman, conmon, runtime, python, runtimeFolder] = await Promise.all([
    checkPodman(),
    checkConmon(),
    checkRuntime(),
    checkPython(policy.interpreter),
    checkRuntimeFolder(),
  ]);
  const { finding: guestIdentity, identity } = checkIdentity();
  const ids = await checkIds(identity ?? currentIdentity());
  const needed = [podman, conmon, runtime, python.finding, guestIdentity, ids, runtimeFolder];
  const landlock = await checkLandlock(python.path);
  const proof = await proveSeal(
    policy,
    needed.filter(({ state }) => state === 'missing'),
    ways,
  );
  return [
    ...checkMachine(machine),
    ...needed,
    landlock,
    checkSeccomp(proof.kind === 'sealed' ? proof.isolation.seccompInstructions : null),
    ...(await checkLimits(identity ?? currentIdentity(), (attempt) =>
      toContainerLevels(toLimitLevels(attempt, kernelVersion())),
    )),
    ...toProofFindings(proof),
  ];
}

const ways: ProofWays = {
  openEngine: () => openContainerEngine({ total: defaultTotalLimits }),
  /** Those that are in a pid namespace of their own: below the launcher are Podman and conmon too. */
  lookFromOutside: () =>
    childrenOf(process.pid)
      .flatMap(familyOf)
      .filter((pid) => namespacePidsOf(pid).length > namespacePidsOf(process.pid).length)
      .flatMap((pid) => readProcessStatus(pid) ?? []),
};

async function checkPodman(): Promise<Finding> {
  const path = await findInPackages('podman');
  if (path === null) return jail.missing('podman', 'it is not installed', installPodman);
  const version = await readVersion(path, podmanVersion);
  if (version === null)
    return jail.missing('podman', `${path} does not say its version`, `${installPodman} --reinstall`);
  return jail.ok('podman', `${version}, ${path}, rootless`);
}

async function checkConmon(): Promise<Finding> {
  const path = await findConmon();
  if (path === null) return jail.missing('conmon', 'it is not installed', 'sudo apt-get install -y conmon');
  return jail.ok('conmon', path);
}

async function checkRuntime(): Promise<Finding> {
  const name = 'container-runtime';
  const why = hasUnifiedGroups()
    ? 'neither crun nor runc is installed'
    : 'runc is not installed, and crun refuses the control groups of this machine';
  const runtime = await findRuntime();
  if (runtime === null) return jail.missing(name, why, installRuntime());
  const version = await readVersion(runtime.path, runtimeVersion);
  return jail.ok(name, `${runtime.name} ${version ?? 'of an unknown version'}, ${runtime.path}`);
}

/** user.mcp */
async function checkIds(guest: Identity): Promise<Finding> {
  const name = 'subordinate-ids';
  if (currentIdentity().uid !== 0 && (await findMappers()) === null)
    return jail.missing(name, 'newuidmap and newgidmap are not installed', installMappers);
  try {
    const other = await findOtherIdentity(guest);
    return jail.ok(name, `a container's root is user ${other.uid}, who owns nothing`);
  } catch (error) {
    if (error instanceof PymcpError) return jail.missing(name, error.message, error.hint);
    throw error;
  }
}
