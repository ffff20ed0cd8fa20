// What this package stands on, as it is on this machine. No host is asked, and nothing is changed: each program is started once, to say its
// version. What cannot be read is said to be so, and keeps nobody from the rest.
import { join } from 'node:path';
import { messageOf } from '../../core/message-of.js';
import { listJailPrograms } from '../../execution/probe-backends.js';
import { type DebianPackage, findDebianPackage } from '../../host/debian-package.js';
import { imageMark } from '../../host/container-mark.js';
import { exists, readKernelFile, realpath } from '../../host/files.js';
import { type InstalledPackages, listInstalledPackages } from '../../host/installed-packages.js';
import { packageRoot } from '../../host/package-root.js';
import type { JailProgram } from '../../sandbox/backend-contract.js';
import { openComponentFolder } from '../install/component-store.js';
import { type ListedComponent, listComponents } from '../install/list-components.js';
import { loadManifest } from '../install/load-manifest.js';
import { type ImagePlace, parseContainerfile } from './judge-base-image.js';
import type { OldComponent } from './judge-components.js';
import { parseOsRelease, type SystemRelease } from './judge-system.js';
import { listOldComponents } from './list-old-components.js';

export interface SurveyedProgram {
  readonly program: JailProgram;
  readonly package: DebianPackage | null;
}

export interface Machine {
  readonly node: { readonly version: string; readonly path: string; readonly package: DebianPackage | null };
  readonly programs: readonly SurveyedProgram[];
  readonly system: SystemRelease;
  readonly packages: InstalledPackages;
  readonly image: ImagePlace;
  readonly components: SurveyedComponents;
  /** Whether this package is developed here. */
  readonly isCheckout: boolean;
}

export type SurveyedComponents =
  | {
      readonly kind: 'read';
      readonly listed: readonly ListedComponent[];
      readonly old: readonly OldComponent[];
    }
  | { readonly kind: 'unusable'; readonly why: string; readonly fix: string };

/** @param interpreter absolute path of the Python in use */
export async function surveyMachine(interpreter: string): Promise<Machine> {
  const nodePath = await realpath(process.execPath);
  const programs = await listJailPrograms(interpreter);
  const containerfile = readKernelFile(join(packageRoot(), 'container/Containerfile'));
  return {
    node: {
      ...{ version: process.versions.node, path: nodePath },
      package: await findDebianPackage(nodePath),
    },
    programs: await Promise.all(
      programs.map(async (program) => ({
        program,
        package: program.state === 'found' ? await findDebianPackage(program.path) : null,
      })),
    ),
    system: parseOsRelease(readKernelFile('/etc/os-release')),
    packages: listInstalledPackages(),
    image: await findImage(containerfile),
    components: await surveyComponents(),
    isCheckout: await exists(join(packageRoot(), 'package-lock.json')),
  };
}

async function findImage(containerfile: string | null): Promise<ImagePlace> {
  if (await exists(imageMark)) return { kind: 'inside' };
  return containerfile === null
    ? { kind: 'elsewhere' }
    : { kind: 'checkout', reference: parseContainerfile(containerfile) };
}

async function surveyComponents(): Promise<SurveyedComponents> {
  try {
    const manifest = await loadManifest();
    const folder = openComponentFolder();
    const listed = listComponents(manifest, folder, `${process.platform}-${process.arch}`);
    return { kind: 'read', listed, old: await listOldComponents(folder.path, manifest) };
  } catch (error) {
    const fix =
      error instanceof Error && 'hint' in error ? String(error.hint) : 'pymcp install --list says more';
    return { kind: 'unusable', why: messageOf(error), fix };
  }
}
