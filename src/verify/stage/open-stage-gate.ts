// The way out of the gateway that is attacked: the product's own, with the wires of the stage in the place of the internet.
import { connectStage } from '../../host/stage-wire.js';
import { parseSecretUses } from '../../egress/placeholders/parse-secret-uses.js';
import { EgressGate } from '../../egress/gate/egress-gate.js';
import { openRealNetwork } from '../../egress/net/real-network.js';
import { granted, openLookup, secretUses } from './stage-plan.js';
import type { StageWires } from './stage.js';

/** @param wires as the stage has written them @param secret that is bound to one host */
export function openStageGate(wires: string, secret: string): EgressGate {
  const { routes, elsewhere, root } = JSON.parse(wires) as StageWires;
  const secrets = parseSecretUses(secretUses).map((use) => ({ ...use, value: secret }));
  return EgressGate.open(granted, secrets, {
    roots: [root],
    network: {
      // Which addresses may be dialled is for the product to say.
      ...openRealNetwork(),
      lookup: openLookup(),
      connect: (address, port) => connectStage(routes[`${address}:${port}`] ?? elsewhere),
    },
  });
}
