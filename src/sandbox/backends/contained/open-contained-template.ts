// Sets up everything below one template where no namespace is to be had, and undoes it where a step fails.
// fail.closed: what needs mounts or a network of its own is refused here, before anything runs.
import { join } from 'node:path';
import { currentIdentity, type Identity } from '../../../host/process-identity.js';
import { chmod, chown, exists, mkdir, realpath } from '../../../host/files.js';
import { listOwnFolders } from '../../../host/own-folders.js';
import type { SandboxPolicy, Template } from '../../backend-contract.js';
import { BubblewrapTemplate } from '../bubblewrap/bubblewrap-template.js';
import type { EngineShare } from '../bubblewrap/engine-share.js';
import {
  adoptTemplate,
  prepareFolder,
  refuseFailedPreloads,
  refuseUnlessEnforced,
} from '../bubblewrap/open-template.js';
import { describePython, hostArchitecture } from '../bubblewrap/python-installation.js';
import { buildFilter } from '../bubblewrap/seccomp/filter.js';
import { TemplateProcess } from '../bubblewrap/template-process.js';
import { toContainedGround } from './contained-ground.js';
import { toContainedLevels } from './contained-levels.js';
import { etcFiles, toContainedEnvironment, toContainedPlan } from './contained-plan.js';
import { containedRules } from './contained-rules.js';
import { openOrUndo, type Undo } from '../bubblewrap/open-or-undo.js';
import { needsOf } from '../../needs.js';
import { refuseUnable } from '../../refuse-unable.js';

/** @throws PymcpError where a layer cannot be set up, or more is asked for than can be held here (fail.closed) */
export async function openContainedTemplate(
  policy: SandboxPolicy,
  share: EngineShare,
  onClosed: () => void,
): Promise<Template> {
  refuseUnable('contained', needsOf(policy));
  return openOrUndo((undo) => open(policy, share, onClosed, undo));
}

async function open(
  policy: SandboxPolicy,
  share: EngineShare,
  onClosed: () => void,
  undo: Undo,
): Promise<Template> {
  const { guest } = share;
  const preparing = [describePython(policy.interpreter), prepareFolder(guest, undo)] as const;
  // Both have ended before one's failure is undone.
  await Promise.allSettled(preparing);
  const [python, { runtime, guestFolder, rendezvous }] = await Promise.all(preparing);
  const attempt = await share.openCgroups();
  const cgroups = attempt.kind === 'open' ? attempt.tree : null;
  const levels = toContainedLevels(attempt);
  if (policy.strict) refuseUnlessEnforced(levels, attempt);
  const scratch = await makeScratch(runtime.path, guest);
  const process = new TemplateProcess({
    command: [
      ...[python.interpreter, '-I', '-B', join(guestFolder, 'start_contained.py')],
      ...[String(guest.uid), String(guest.gid)],
    ],
    options: null,
    // Root gives itself up inside: it has a bounding set to empty first.
    identity: null,
    env: toContainedEnvironment(scratch.ofTemplate),
  });
  undo.push(() => process.stop());
  await process.waitForHello();
  const leaf = (await cgroups?.openLeaf(`template-${share.number}`, {})) ?? null;
  if (leaf !== null) undo.push(() => leaf.remove());
  await adoptTemplate(leaf, process.pid);
  const filter = buildFilter(hostArchitecture(), containedRules);
  const plan = toContainedPlan(
    {
      python,
      filter: filter.bytes,
      socketPath: rendezvous.socketPath,
      cgroupFolders: Object.fromEntries(
        (cgroups?.folders ?? []).map(({ controller, path }) => [controller, path]),
      ),
      etc: await existing(etcFiles),
      unreadable: [join(guestFolder, 'start_contained.py')],
      ours: await existing([...listOwnFolders(), runtime.path]),
    },
    policy,
  );
  const { preloadFailures } = await process.setUp(plan);
  refuseFailedPreloads(preloadFailures);
  return new BubblewrapTemplate({
    number: share.number,
    process,
    leaf,
    rendezvous,
    cgroups,
    guard: null,
    levels,
    seccompInstructions: filter.instructions,
    hostUid: guest.uid,
    ground: toContainedGround(scratch.ofRuns, guest, levels.pids.level === 'enforced'),
    hasNetwork: false,
    dispose: async () => {
      await runtime.remove();
      onClosed();
    },
  });
}

/** Names are told to nobody: who is not in a folder of its own may pass and not look. */
async function makeScratch(
  runtimeFolder: string,
  guest: Identity,
): Promise<{ readonly ofTemplate: string; readonly ofRuns: string }> {
  const [ofTemplate, ofRuns] = [join(runtimeFolder, 'template'), join(runtimeFolder, 'runs')];
  await mkdir(ofTemplate, { mode: 0o700 });
  await chown(ofTemplate, guest.uid, guest.gid);
  await mkdir(ofRuns, { mode: 0o711 });
  await chmod(ofRuns, guest.uid === currentIdentity().uid ? 0o700 : 0o711);
  return { ofTemplate, ofRuns };
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) if (await exists(path)) found.push(await realpath(path));
  return [...new Set(found)];
}
