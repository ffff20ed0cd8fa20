// From a policy to a template that is up: everything that is set up once. What fails on the way is taken down again.
import { join } from 'node:path';
import { PymcpError } from '../../../core/errors.js';
import { messageOf } from '../../../core/message-of.js';
import { limitNames, type LimitLevels } from '../../../core/isolation.js';
import type { Workspace } from '../../../core/workspace.js';
import { currentIdentity, type Identity, kernelVersion } from '../../../host/process-identity.js';
import { chmod, chown, mkdir } from '../../../host/files.js';
import { packageRoot } from '../../../host/package-root.js';
import { familyOf } from '../../../host/process-tree.js';
import { readSystemRoots } from '../../../host/system-roots.js';
import { openRuntimeFolder, type RuntimeFolder } from '../../../host/runtime-folder.js';
import { stageFolder } from '../../../host/stage-folder.js';
import type { JailedProgram, SandboxPolicy, Template } from '../../backend-contract.js';
import type { CgroupLeaf, CgroupTree } from '../../cgroup/contract.js';
import type { CgroupAttempt } from '../../cgroup/open-cgroup-tree.js';
import { WorkspaceGuard } from '../../workspace/workspace-guard.js';
import type { EngineShare } from './engine-share.js';
import { BubblewrapTemplate } from './bubblewrap-template.js';
import { namespaceGround } from './ground.js';
import { toLimitLevels } from './limit-levels.js';
import { encodeOuterOptions, toOuterCommand, toOuterOptions } from './outer-jail.js';
import { requireBubblewrap } from './bubblewrap-program.js';
import { describePython, hostArchitecture, type PythonInstallation } from './python-installation.js';
import { Rendezvous } from './rendezvous.js';
import { buildFilter } from './seccomp/filter.js';
import { toTemplatePlan } from './template-plan.js';
import { TemplateProcess } from './template-process.js';
import { type PlacedFolder, toLauncherCommand } from './folder-launcher.js';
import { placePackages, type PlacedPackages, refuseOtherPython } from './packages-place.js';
import { openOrUndo, type Undo } from './open-or-undo.js';

/** @throws PymcpError where a layer cannot be set up (fail.closed) */
export async function openBubblewrapTemplate(
  policy: SandboxPolicy,
  share: EngineShare,
  onClosed: () => void,
): Promise<Template> {
  return openOrUndo((undo) => open(policy, share, onClosed, undo));
}

async function open(
  policy: SandboxPolicy,
  share: EngineShare,
  onClosed: () => void,
  undo: Undo,
): Promise<Template> {
  const { guest } = share;
  const preparing = [
    requireBubblewrap(),
    describePython(policy.interpreter, policy.packages === undefined ? 'installed' : 'none'),
    prepareFolder(guest, undo),
  ] as const;
  // All have ended before one's failure is undone.
  await Promise.allSettled(preparing);
  const [bubblewrap, python, { runtime, guestFolder, rendezvous }] = await Promise.all(preparing);
  if (policy.packages !== undefined) refuseOtherPython(policy.packages, python);
  // After the interpreter was asked: on cgroup v2 no child of ours may be about when we change groups.
  const attempt = await share.openCgroups();
  const cgroups = attempt.kind === 'open' ? attempt.tree : null;
  const levels = toLimitLevels(attempt, kernelVersion());
  if (policy.strict) refuseUnlessEnforced(levels, attempt);
  const workspace = policy.workspace ?? null;
  const egressSocketPath = policy.network?.socketPath ?? null;
  if (egressSocketPath !== null) await letGuestsConnect(egressSocketPath, guest);
  const guard = workspace === null ? null : WorkspaceGuard.open(workspace);
  if (guard !== null) undo.push(() => guard.close());
  const packages =
    policy.packages === undefined ? null : await placePackages(policy.packages, guest, runtime.path);
  const process = startProcess({
    ...{ packages, bubblewrap, python, guestFolder, rendezvous, cgroups, guest, egressSocketPath },
    workspace: workspace === null ? null : await placeWorkspace(workspace, runtime.path),
    program: policy.program ?? null,
  });
  undo.push(() => process.stop());
  const filter = buildFilter(hostArchitecture());
  await process.waitForHello();
  const leaf = (await cgroups?.openLeaf(`template-${share.number}`, {})) ?? null;
  if (leaf !== null) undo.push(() => leaf.remove());
  await adoptTemplate(leaf, process.pid);
  const caBundle = egressSocketPath === null ? null : `${readSystemRoots().join('\n')}\n`;
  const plan = toTemplatePlan(python, filter.bytes, policy, workspace, caBundle, packages);
  const { preloadFailures } = await process.setUp(plan);
  refuseFailedPreloads(preloadFailures);
  return new BubblewrapTemplate({
    number: share.number,
    process,
    leaf,
    rendezvous,
    cgroups,
    guard,
    levels,
    seccompInstructions: filter.instructions,
    hostUid: guest.uid,
    ground: namespaceGround,
    hasNetwork: egressSocketPath !== null,
    dispose: async () => {
      await runtime.remove();
      onClosed();
    },
  });
}

export interface Place {
  readonly runtime: RuntimeFolder;
  readonly guestFolder: string;
  readonly rendezvous: Rendezvous;
}

export async function prepareFolder(guest: Identity, undo: Undo): Promise<Place> {
  const runtime = await openRuntimeFolder();
  undo.push(runtime.remove);
  const guestFolder = join(runtime.path, 'guest');
  stageFolder(join(packageRoot(), 'guest'), guestFolder);
  const rendezvous = await Rendezvous.open(runtime.path, guest);
  undo.push(() => rendezvous.close());
  return { runtime, guestFolder, rendezvous };
}

interface ProcessParts {
  readonly bubblewrap: string;
  readonly python: PythonInstallation;
  readonly guestFolder: string;
  readonly rendezvous: Rendezvous;
  readonly cgroups: CgroupTree | null;
  readonly guest: Identity;
  readonly workspace: PlacedWorkspace | null;
  readonly packages: PlacedPackages | null;
  readonly egressSocketPath: string | null;
  readonly program: JailedProgram | null;
}

/** user.mcp: under root it may have to be shown elsewhere first, as the guest's own. */
export type PlacedWorkspace = Workspace & PlacedFolder;

export async function placeWorkspace(workspace: Workspace, runtimeFolder: string): Promise<PlacedWorkspace> {
  const what = 'workspace';
  if (workspace.owner === null) return { ...workspace, what, place: workspace.path };
  const place = join(runtimeFolder, 'ws');
  await mkdir(place, { mode: 0o711 });
  return { ...workspace, what, place };
}

function startProcess(parts: ProcessParts): TemplateProcess {
  const { workspace, packages, guest, guestFolder, python } = parts;
  const options = toOuterOptions({
    python,
    guestFolder,
    socketPath: parts.rendezvous.socketPath,
    cgroupFolders: parts.cgroups?.folders ?? [],
    workspace: workspace === null ? null : { path: workspace.place, access: workspace.access },
    egressSocketPath: parts.egressSocketPath,
    program: parts.program,
    packages: packages === null ? null : { folder: packages.place, siteFolder: packages.siteFolder },
  });
  const command = [parts.bubblewrap, ...toOuterCommand(python)];
  const start = { options: encodeOuterOptions(options) };
  const folders: readonly PlacedFolder[] = [
    ...(workspace === null || workspace.owner === null ? [] : [workspace]),
    ...(packages?.isMoved === true ? [packages] : []),
  ];
  if (folders.length > 0) {
    const words = toLauncherCommand(
      { interpreter: python.interpreter, guestFolder, guest, folders },
      command,
    );
    return new TemplateProcess({ ...start, command: words, identity: null });
  }
  // user.mcp: bubblewrap itself must not be root, else it covers /proc/sys and the sandboxes cannot mount /proc.
  const identity = guest.uid === currentIdentity().uid ? null : guest;
  return new TemplateProcess({ ...start, command, identity });
}

/** fail.closed: the guests alone; what they reach there needs the token of a run. @throws PymcpError `egress.not-set-up` */
export async function letGuestsConnect(socketPath: string, { uid, gid }: Identity): Promise<void> {
  try {
    await chown(socketPath, uid, gid);
    await chmod(socketPath, 0o600);
  } catch (cause) {
    const message = `the network of the runs could not be shown to a jail: ${messageOf(cause)}; nothing was run`;
    const hint =
      'start the gateway again; if its runtime folder was removed, set XDG_RUNTIME_DIR to one that is not';
    throw new PymcpError('egress.not-set-up', message, hint, { cause });
  }
}

/** limit.memory: what the template preloads counts into the total. It is alone and waits, so nobody is missed. */
export async function adoptTemplate(leaf: CgroupLeaf | null, pid: number): Promise<void> {
  if (leaf === null) return;
  for (const member of familyOf(pid)) await leaf.adopt(member);
}

export function refuseUnlessEnforced(levels: LimitLevels, attempt: CgroupAttempt): void {
  const weak = limitNames.filter((name) => levels[name].level !== 'enforced');
  if (weak.length === 0) return;
  const hint = attempt.kind === 'unavailable' ? attempt.hint : 'run `pymcp doctor` to see what is missing';
  throw new PymcpError(
    'limits.not-enforced',
    `--strict: the kernel does not enforce these limits here: ${weak.join(', ')}`,
    hint,
  );
}

export function refuseFailedPreloads(failures: readonly string[]): void {
  if (failures.length === 0) return;
  throw new PymcpError(
    'jail.start-failed',
    `the environment could not import what it preloads: ${failures.join('; ')}`,
    'install the missing packages for the interpreter, make the environment again without them in --preload, or use another one',
  );
}
