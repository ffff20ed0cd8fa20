// What the template of a contained jail is told: which paths may be read, as they are in the container. Pure.
import { PymcpError } from '../../../core/errors.js';
import { isInside } from '../../../core/refused-folders.js';
import type { SandboxPolicy } from '../../backend-contract.js';
import type { PythonInstallation } from '../bubblewrap/python-installation.js';
import { environment } from '../bubblewrap/outer-jail.js';
import type { TemplatePlan } from '../bubblewrap/template-plan.js';

export interface ContainedPlan extends TemplatePlan {
  readonly contained: {
    readonly socketPath: string;
    readonly cgroupFolders: Readonly<Record<string, string>>;
    readonly readable: readonly string[];
    readonly unreadable: readonly string[];
  };
}

/** What libraries look up, and that tells nothing of the gateway; those that are there are shown. */
export const etcFiles = [
  ...[
    '/etc/ld.so.cache',
    '/etc/localtime',
    '/etc/timezone',
    '/etc/nsswitch.conf',
    '/etc/passwd',
    '/etc/group',
  ],
  ...['/etc/services', '/etc/protocols'],
] as const;

export interface ContainedFacts {
  readonly python: PythonInstallation;
  readonly filter: Uint8Array;
  readonly socketPath: string;
  readonly cgroupFolders: Readonly<Record<string, string>>;
  /** Of etcFiles, those that are there. */
  readonly etc: readonly string[];
  /** Files of ours, as a trial whether Landlock holds. */
  readonly unreadable: readonly string[];
  /** Folders that hold what belongs to the gateway. */
  readonly ours: readonly string[];
}

/** @throws PymcpError `jail.layer-failed` where what Python needs lies around what is the gateway's */
export function toContainedPlan(
  facts: ContainedFacts,
  { preload, optionalPreload = [] }: Pick<SandboxPolicy, 'preload' | 'optionalPreload'>,
): ContainedPlan {
  const { python, filter, socketPath, cgroupFolders, etc, unreadable, ours } = facts;
  const around = python.binds.find((path) => ours.some((own) => isInside(own, path)));
  if (around !== undefined) {
    throw new PymcpError(
      'jail.layer-failed',
      `the Python at ${python.interpreter} needs ${around}, in which the gateway keeps what is its own; nothing was run`,
      'use a Python that is installed elsewhere, or set XDG_STATE_HOME, XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_RUNTIME_DIR',
    );
  }
  return {
    seccompFilter: Buffer.from(filter).toString('base64'),
    topFolders: [],
    topLinks: [],
    etcFiles: {},
    etcLinks: {},
    executables: [python.interpreter, python.loader],
    preload,
    optionalPreload,
    workspace: null,
    packages: null,
    hasNetwork: false,
    contained: { socketPath, cgroupFolders, readable: [...python.binds, ...etc], unreadable },
  };
}

/** Of the template; each sandbox has scratch folders of its own. */
export function toContainedEnvironment(folder: string): Record<string, string> {
  return { ...environment, HOME: folder, TMPDIR: folder, MPLCONFIGDIR: `${folder}/matplotlib` };
}
