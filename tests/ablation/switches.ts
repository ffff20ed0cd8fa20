// Every switch, and what must be dropped for all of a layer to be gone.
import type { LayerName } from '../../src/verify/layers.js';
import type { Switch } from './switch.js';
import { egressSwitches } from './switches/egress.js';
import { fileSwitches } from './switches/files.js';
import { gatewaySwitches } from './switches/gateway.js';
import { limitSwitches } from './switches/limits.js';
import { namespaceSwitches } from './switches/namespaces.js';
import { sealSwitches } from './switches/seal.js';
import { systemCallSwitches } from './switches/system-calls.js';

export const switches: readonly Switch[] = [
  ...namespaceSwitches,
  ...fileSwitches,
  ...sealSwitches,
  ...systemCallSwitches,
  ...limitSwitches,
  ...egressSwitches,
  ...gatewaySwitches,
];

/** @throws Error where there is no such switch */
export function findSwitch(name: string): Switch {
  const found = switches.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no switch ${name}`);
  return found;
}

/** Those that drop all of these layers together, with what they need. */
export function switchesFor(layers: readonly LayerName[]): readonly Switch[] {
  return withNeeds(layers.map(findSwitch));
}

export function withNeeds(wanted: readonly Switch[]): readonly Switch[] {
  const found = new Map<string, Switch>();
  const visit = (one: Switch): void => {
    found.set(one.name, one);
    for (const name of one.needs ?? []) visit(findSwitch(name));
  };
  for (const one of wanted) visit(one);
  return [...found.values()];
}
