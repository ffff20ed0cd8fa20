// From a policy to a template of standalone sandboxes: everything that is set up once. What fails on the way is undone.
import { join } from 'node:path';
import { chmod, chown, mkdir } from '../../../host/files.js';
import { currentIdentity, type Identity, kernelVersion } from '../../../host/process-identity.js';
import type { BackendName } from '../../../core/backend-names.js';
import { defaultLimits } from '../../../core/limits.js';
import type { LimitLevels } from '../../../core/isolation.js';
import { packageRoot } from '../../../host/package-root.js';
import { openRuntimeFolder } from '../../../host/runtime-folder.js';
import { readSystemRoots } from '../../../host/system-roots.js';
import { compileStaged, stageFolder } from '../../../host/stage-folder.js';
import type { SandboxPolicy, Template } from '../../backend-contract.js';
import type { EngineShare } from '../bubblewrap/engine-share.js';
import { toLimitLevels } from '../bubblewrap/limit-levels.js';
import { openOrUndo, type Undo } from '../bubblewrap/open-or-undo.js';
import {
  letGuestsConnect,
  type PlacedWorkspace,
  placeWorkspace,
  refuseUnlessEnforced,
} from '../bubblewrap/open-template.js';
import { placePackages, type PlacedPackages } from '../bubblewrap/packages-place.js';
import {
  describePython,
  hostArchitecture,
  type PythonInstallation,
} from '../bubblewrap/python-installation.js';
import { Rendezvous } from '../bubblewrap/rendezvous.js';
import { buildFilter } from '../bubblewrap/seccomp/filter.js';
import { toTemplatePlan } from '../bubblewrap/template-plan.js';
import type { CgroupAttempt } from '../../cgroup/open-cgroup-tree.js';
import { needsOf } from '../../needs.js';
import { refuseUnable } from '../../refuse-unable.js';
import { WorkspaceGuard } from '../../workspace/workspace-guard.js';
import { buildRoot } from './build-root.js';
import { type RootPlan, toRootPlan } from './root-plan.js';
import { StandaloneTemplate } from './standalone-template.js';
import type { Wharf } from './vessel.js';

/** What a wharf is made with. */
export interface Site {
  readonly policy: SandboxPolicy;
  readonly guest: Identity;
  readonly python: PythonInstallation;
  /** A folder of this template's, which the guest may pass and only the gateway may change. */
  readonly folder: string;
  /** Host folder with the staged guest program. */
  readonly guestFolder: string;
  /** The skeleton of a root, and what is bound into it. */
  readonly root: { readonly folder: string; readonly plan: RootPlan };
  /** null where none is shown. */
  readonly workspace: PlacedWorkspace | null;
  /** null where the packages are those that are installed. */
  readonly packages: PlacedPackages | null;
  /** Greets newborn sandboxes. */
  readonly rendezvous: Rendezvous;
}

/** One standalone backend. */
export interface WharfBuilder {
  readonly name: BackendName;
  /** limit.memory, limit.cpu: who makes the control groups of its sandboxes. */
  readonly groupsOf: 'gateway' | 'engine';
  /** @throws PymcpError where the engine is not to be had, or cannot hold guests of this identity */
  reach(guest: Identity): Promise<Reached>;
}

/** An engine that is there, for one template. */
export interface Reached {
  /** User id of guest code, as it sees itself. */
  readonly user: number;
  /** Likewise, as this machine counts. */
  readonly hostUid: number;
  /** @param levels as toLimitLevels of a kernel that counts processes for each sandbox */
  toLevels(levels: LimitLevels): LimitLevels;
  open(site: Site): Promise<Wharf>;
}

/** @throws PymcpError where a layer cannot be set up (fail.closed); nothing is left then */
export function openStandaloneTemplate(
  builder: WharfBuilder,
  policy: SandboxPolicy,
  share: EngineShare,
  onClosed: () => void,
): Promise<Template> {
  refuseUnable(builder.name, needsOf(policy));
  return openOrUndo((undo) => open(builder, policy, share, onClosed, undo));
}

async function open(
  builder: WharfBuilder,
  policy: SandboxPolicy,
  share: EngineShare,
  onClosed: () => void,
  undo: Undo,
): Promise<Template> {
  const { guest } = share;
  const shown = policy.packages === undefined ? 'installed' : 'none';
  const preparing = [describePython(policy.interpreter, shown), prepareFolder(guest, undo)] as const;
  // Both have ended before one's failure is undone.
  await Promise.allSettled(preparing);
  const [python, place] = await Promise.all(preparing);
  const { runtime, guestFolder, socketFolder, rendezvous } = place;
  // Each sandbox reads it anew.
  await compileStaged(guestFolder, python.interpreter);
  // After the interpreter was asked: on cgroup v2 no child of ours may be about when we change groups.
  const attempt = builder.groupsOf === 'engine' ? engineGroups : await share.openCgroups();
  const cgroups = attempt.kind === 'open' ? attempt.tree : null;
  const engine = await builder.reach(guest);
  const levels = engine.toLevels(toLimitLevels(attempt, kernelVersion()));
  if (policy.strict) refuseUnlessEnforced(levels, attempt);
  const workspace = policy.workspace ?? null;
  const guard = workspace === null ? null : WorkspaceGuard.open(workspace);
  if (guard !== null) undo.push(() => guard.close());
  const egressSocketPath = policy.network?.socketPath ?? null;
  if (egressSocketPath !== null) await letGuestsConnect(egressSocketPath, guest);
  const caBundle = egressSocketPath === null ? null : `${readSystemRoots().join('\n')}\n`;
  const { etcFiles } = toTemplatePlan(
    python,
    new Uint8Array(),
    policy,
    workspace,
    caBundle,
    null,
    engine.user,
  );
  const packages =
    policy.packages === undefined ? null : await placePackages(policy.packages, guest, runtime.path);
  const plan = toRootPlan({
    ...{ python, etcFiles, guestFolder, socketFolder, egressSocketPath },
    hasWorkspace: workspace !== null,
    packages,
    program: policy.program ?? null,
  });
  const root = { folder: join(runtime.path, 'root'), plan };
  await buildRoot(root.folder, plan);
  const wharf = await engine.open({
    ...{ policy, guest, python, guestFolder, root, rendezvous },
    workspace: workspace === null ? null : await placeWorkspace(workspace, runtime.path),
    packages,
    folder: runtime.path,
  });
  undo.push(() => wharf.close());
  const filter = buildFilter(hostArchitecture(), wharf.filterChanges);
  const template = new StandaloneTemplate({
    ...{ number: share.number, policy, rendezvous, wharf, cgroups, guard, levels, filter },
    hostUid: engine.hostUid,
    dispose: async () => {
      await runtime.remove();
      onClosed();
    },
  });
  await tryOut(template);
  return template;
}

/** Nothing is promised that was not seen: what cannot be started or preloaded is told now, and not at the first run. */
async function tryOut(template: Template): Promise<void> {
  const sandbox = await template.launch(defaultLimits);
  sandbox.kill();
  await sandbox.ended;
}

/** The gateway makes none, and moves nowhere. */
const engineGroups: CgroupAttempt = {
  kind: 'unavailable',
  why: 'the engine does not hold it',
  hint: 'run `pymcp doctor` to see what is missing',
};

interface StandalonePlace {
  readonly runtime: Awaited<ReturnType<typeof openRuntimeFolder>>;
  readonly guestFolder: string;
  readonly socketFolder: string;
  readonly rendezvous: Rendezvous;
}

async function prepareFolder(guest: Identity, undo: Undo): Promise<StandalonePlace> {
  const runtime = await openRuntimeFolder();
  undo.push(runtime.remove);
  const guestFolder = join(runtime.path, 'guest');
  stageFolder(join(packageRoot(), 'guest'), guestFolder);
  const socketFolder = join(runtime.path, 'gw');
  await mkdir(socketFolder, { mode: 0o700 });
  await chmod(socketFolder, 0o700);
  const rendezvous = await Rendezvous.open(socketFolder, guest);
  undo.push(() => rendezvous.close());
  // The guests' alone to pass, also under root.
  if (guest.uid !== currentIdentity().uid) await chown(socketFolder, guest.uid, guest.gid);
  return { runtime, guestFolder, socketFolder, rendezvous };
}
