// What is known of a program that another backend than bubblewrap is built with (runsc, podman, …). Their makers' versions say nothing
// of what a distribution has mended, so only a package can be judged: by what waits for it. Pure.
import type { DebianPackage } from '../../host/debian-package.js';
import type { JailProgram } from '../../sandbox/backend-contract.js';
import { waitingVersion } from './judge-release.js';
import type { UpdateCheck } from './update-check.js';

type Found = Extract<JailProgram, { state: 'found' }>;

export function judgeEngine({ name, version, path }: Found, found: DebianPackage | null): UpdateCheck {
  if (found === null)
    return {
      ...{ name, state: 'unknown', detail: `${version}, ${path}, is of no package of this system` },
      fix: `see what its makers say of ${name} ${version}, or install the package of your distribution`,
    };
  const waits = waitingVersion(found);
  if (waits !== null) return { name, state: 'outdated', detail: waits.why, fix: waits.fix };
  return {
    ...{ name, state: 'note', fix: null },
    detail: `${version}, package ${found.version}: its distribution mends it, and nothing newer waits here`,
  };
}
