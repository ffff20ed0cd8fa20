// What guest/start_container.py is told of one sandbox. Read by guest/pymcp_guest/container_plan.py. Pure.
import type { JailLimits } from '../../../core/limits.js';
import { isInside } from '../../../core/refused-folders.js';
import type { WorkspaceAccess } from '../../../core/workspace.js';
import type { Identity } from '../../../host/process-identity.js';
import { type Bind, type RootPlan, scratch, socketFolder } from '../standalone/root-plan.js';
import { type PlacedFolder, toFolderWords } from '../bubblewrap/folder-launcher.js';
import type { PlacedWorkspace } from '../bubblewrap/open-template.js';
import type { PlacedPackages } from '../bubblewrap/packages-place.js';
import type { Cover } from '../../workspace/plan-covers.js';
import type { Mappers } from './podman-program.js';
import {
  type RunFacts,
  seccompFile,
  settingsFile,
  storageFile,
  toPodmanEnvironment,
  toRunCommand,
  toSettings,
  toStorageSettings,
} from './run-arguments.js';
import { vesselProfile } from './vessel-profile.js';

export interface ContainerFacts extends RunFacts {
  /** Of this sandbox. */
  readonly folder: string;
  readonly guest: Identity;
  /** Of a root inside that owns nothing. */
  readonly other: Identity;
  readonly mappers: Mappers | null;
  readonly rootFolder: string;
  readonly root: RootPlan;
  readonly limits: Pick<JailLimits, 'scratchBytes' | 'scratchInodes'>;
  readonly workspace: PlacedWorkspace | null;
  readonly packages: PlacedPackages | null;
  readonly covers: readonly Cover[];
  readonly socketPath: string;
}

export interface ContainerPlan {
  readonly folder: string;
  readonly boxPlace: string;
  readonly ids: {
    readonly user: number;
    readonly group: number;
    readonly otherUser: number;
    readonly otherGroup: number;
    readonly newuidmap: string;
    readonly newgidmap: string;
  };
  readonly shown: readonly (readonly string[])[];
  readonly root: string;
  readonly binds: readonly Bind[];
  readonly scratch: Readonly<Record<string, string>>;
  readonly scratchBytes: number;
  readonly scratchInodes: number;
  readonly workspace: ShownWorkspace | null;
  readonly packages: ShownFolder | null;
  readonly socketPath: string;
  readonly egressSocketPath: string | null;
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Numbers of 64 bits, as text: JSON's have 53. */
interface ShownFolder {
  readonly source: string;
  readonly device: string;
  readonly inode: string;
}

interface ShownWorkspace extends ShownFolder {
  readonly access: WorkspaceAccess;
  readonly protected: readonly Cover[];
}

export function toContainerPlan(facts: ContainerFacts): ContainerPlan {
  const { box, folder, guest, other, mappers, root, workspace, packages, covers, limits } = facts;
  return {
    folder,
    boxPlace: box,
    ids: {
      user: guest.uid,
      group: guest.gid,
      otherUser: other.uid,
      otherGroup: other.gid,
      newuidmap: mappers?.newuidmap ?? '',
      newgidmap: mappers?.newgidmap ?? '',
    },
    // user.mcp: root's to show: a workspace as the guest's own, packages out of a folder that nobody else can enter.
    shown: [
      ...(workspace === null || workspace.owner === null ? [] : [workspace]),
      ...(packages?.isMoved === true ? [packages] : []),
    ].map(toFolderWords),
    root: facts.rootFolder,
    // It gets connections, and no socket to make others with.
    binds: root.binds.filter(({ destination }) => !isInside(destination, socketFolder)),
    scratch: Object.fromEntries(Object.values(scratch).map(({ path, mode }) => [path, mode])),
    scratchBytes: limits.scratchBytes,
    scratchInodes: limits.scratchInodes,
    workspace:
      workspace === null ? null : { ...identify(workspace), access: workspace.access, protected: covers },
    packages: packages === null ? null : identify(packages),
    socketPath: facts.socketPath,
    egressSocketPath: facts.egressSocketPath,
    files: {
      [seccompFile]: JSON.stringify(vesselProfile),
      [settingsFile]: toSettings(box),
      [storageFile]: toStorageSettings(box),
    },
    command: toRunCommand(facts),
    environment: toPodmanEnvironment(box, guest.uid, guest.gid),
  };
}

function identify({ place, device, inode }: PlacedFolder): ShownFolder {
  return { source: place, device: String(device), inode: String(inode) };
}
