// What this machine can enforce with containers of Docker's, for `doctor`. It asks by doing: a real sandbox is made and looked at from
// both sides.
import { PymcpError } from '../../../core/errors.js';
import { limitNames } from '../../../core/isolation.js';
import { defaultTotalLimits } from '../../../core/limits.js';
import { describeMachine } from '../../../host/machine.js';
import { currentIdentity, type Identity, kernelVersion } from '../../../host/process-identity.js';
import { readProcessStatus } from '../../../host/process-status.js';
import { familyOf } from '../../../host/process-tree.js';
import { openRuntimeParent } from '../../../host/runtime-parent.js';
import type { Finding, SandboxPolicy } from '../../backend-contract.js';
import { checkLandlock, checkSeccomp } from '../bubblewrap/probe/check-filters.js';
import { toLimitFinding } from '../bubblewrap/probe/check-limits.js';
import { checkMachine, checkPlatform } from '../bubblewrap/probe/check-machine.js';
import { checkPython } from '../bubblewrap/probe/check-programs.js';
import { checkIdentity, checkRuntimeFolder } from '../bubblewrap/probe/check-surroundings.js';
import { findingsOf } from '../bubblewrap/probe/findings-of.js';
import { proveSeal } from '../bubblewrap/probe/prove-seal.js';
import type { ProcessStatus } from '../bubblewrap/probe/seal-problems.js';
import { toProofFindings } from '../bubblewrap/probe/to-proof-findings.js';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';
import { gatewayOf } from '../container/sweep-containers.js';
import { gatewayLabel } from './container-body.js';
import type { DaemonInfo } from './daemon-answers.js';
import { DockerDaemon } from './docker-daemon.js';
import { type DockerIds, findDockerIds } from './docker-ids.js';
import { toDockerLevels } from './docker-levels.js';
import { openDockerEngine } from './open-docker-engine.js';

const jail = findingsOf('jail');
const limits = findingsOf('limits');

export async function probeDocker(policy: SandboxPolicy): Promise<readonly Finding[]> {
  const machine = await describeMachine();
  const platform = checkPlatform(machine);
  if (platform.state === 'missing') return [platform];
  const [docker, python, runtimeFolder] = await Promise.all([
    askDaemon(),
    checkPython(policy.interpreter),
    checkRuntimeFolder(),
  ]);
  const { finding: identityFinding, identity } = checkIdentity();
  const guest = identity ?? currentIdentity();
  const { ids, finding: idsFinding } = await checkIds(docker.info, guest, identityFinding);
  const needed = [docker.finding, python.finding, idsFinding, runtimeFolder];
  const landlock = await checkLandlock(python.path);
  const proof = await proveSeal(
    policy,
    needed.filter(({ state }) => state === 'missing'),
    {
      openEngine: () => openDockerEngine({ total: defaultTotalLimits }),
      lookFromOutside: () => lookFromOutside(docker.found),
    },
  );
  return [
    ...checkMachine(machine),
    ...needed,
    toUserNamespace(ids),
    landlock,
    checkSeccomp(proof.kind === 'sealed' ? proof.isolation.seccompInstructions : null),
    ...toLimits(docker.info, ids?.ownUsers ?? false),
    ...toProofFindings(proof, {
      ...{ insideId: ids?.shown ?? guest.uid, insideName: 'mcp', emptiesBounding: true },
      kernel: 'host',
    }),
  ];
}

interface Daemon {
  readonly finding: Finding;
  readonly info: DaemonInfo | null;
  readonly found: DockerDaemon | null;
}

async function askDaemon(): Promise<Daemon> {
  const name = 'docker';
  try {
    const found = await DockerDaemon.find();
    const info = await found.readInfo();
    const detail = `${found.version}, ${found.socketPath}, control groups by ${info.CgroupDriver}`;
    return { finding: jail.ok(name, detail), info, found };
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    const fix = error.hint.replace(/^install it: /, '');
    return { finding: jail.missing(name, error.message, fix), info: null, found: null };
  }
}

interface FoundIds {
  /** null where there is no daemon, or none that has any for guests. */
  readonly ids: DockerIds | null;
  readonly finding: Finding;
}

/** @param finding whom this process makes of guests, where the daemon maps nobody */
async function checkIds(info: DaemonInfo | null, guest: Identity, finding: Finding): Promise<FoundIds> {
  if (info === null) return { ids: null, finding };
  const name = 'guest-identity';
  try {
    const ids = await findDockerIds(guest, info);
    const whose = `sandboxes are user ${ids.outside.uid}, the first of the subordinate ids of this one`;
    return { ids, finding: ids.isRootless ? jail.ok(name, whose) : finding };
  } catch (error) {
    if (!(error instanceof PymcpError)) throw error;
    return { ids: null, finding: jail.missing(name, error.message, error.hint) };
  }
}

/** Of the one container that this process has. */
async function lookFromOutside(daemon: DockerDaemon | null): Promise<readonly ProcessStatus[]> {
  if (daemon === null) return [];
  const parent = await openRuntimeParent('guests');
  const listed = await daemon.listContainers(gatewayLabel);
  const own = listed.filter(({ name }) => gatewayOf(name, parent)?.pid === process.pid);
  const pids = await Promise.all(own.map(({ id }) => daemon.readPid(id)));
  return pids
    .filter((pid) => pid > 0)
    .flatMap(familyOf)
    .flatMap((pid) => readProcessStatus(pid) ?? []);
}

/** As verify's layers name it (src/verify/layers.ts). */
function toUserNamespace(ids: DockerIds | null): Finding {
  const name = 'own-user-namespace';
  if (ids === null) return jail.unchecked(name, 'docker');
  if (ids.ownUsers)
    return jail.ok(
      name,
      `one of its own${ids.isRootless ? ' in that of the rootless daemon' : ''}, with one user in it`,
    );
  return jail.degraded(
    name,
    'none: this machine lets no ordinary process make one, so that user ids and the quotas of a user are those of the machine',
    'allow it (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), or use another backend: docs/backends/README.md compares them',
  );
}

function toLimits(info: DaemonInfo | null, hasOwnIds: boolean): readonly Finding[] {
  if (info === null) return limitNames.map((name) => limits.unchecked(name, 'docker'));
  const none = { kind: 'unavailable', why: 'the engine does not hold it' } as const;
  const levels = toDockerLevels(toLimitLevels(none, kernelVersion()), info, hasOwnIds);
  const fix = 'let the kernel count it, and start the daemon again: docker info says what it cannot limit';
  return limitNames.map((name) => toLimitFinding(name, levels, fix));
}
