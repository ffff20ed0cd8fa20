// What a gateway holds of the machine more, or less, than before. Pure.
import type { GatewayFootprint } from '../host/gateway-footprint.js';

/** Empty where it is the same. */
export function compareFootprints(now: GatewayFootprint, before: GatewayFootprint): string[] {
  const more = (['descriptors', 'processes', 'mounts'] as const)
    .filter((what) => now[what] > before[what])
    .map((what) => `${now[what] - before[what]} ${what} more than before`);
  const gone = (['processes', 'mounts'] as const)
    .filter((what) => now[what] < before[what])
    .map((what) => `${before[what] - now[what]} ${what} of the gateway are gone`);
  const groups = now.groups.filter((path) => !before.groups.includes(path));
  const files = now.files.filter((path) => !before.files.includes(path));
  return [...more, ...gone, ...[...groups, ...files].map((path) => `${path} is left`)];
}
