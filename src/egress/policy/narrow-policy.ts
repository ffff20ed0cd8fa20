// net.none: a client may ask for less network than the configuration grants, never for more. What it gets is exactly what both
// permit; a rule of which nothing is left is an error, because its program would fail for a reason that nobody sees.
import { PymcpError } from '../../core/errors.js';
import type { EgressPolicy } from './policy.js';
import { narrowRule, showRule, type EgressRule } from './rule.js';

/** @throws PymcpError `egress.not-granted` */
export function narrowPolicy(granted: EgressPolicy, wanted: EgressPolicy): EgressPolicy {
  return { rules: wanted.rules.flatMap((rule) => narrowOne(granted, rule)) };
}

function narrowOne({ rules }: EgressPolicy, wanted: EgressRule): readonly EgressRule[] {
  const narrowed = rules.flatMap((rule) => narrowRule(rule, wanted) ?? []);
  if (narrowed.length > 0) return narrowed;
  throw new PymcpError(
    'egress.not-granted',
    `the network of this gateway does not grant ${showRule(wanted)}`,
    rules.length === 0
      ? 'it grants no network at all; whoever runs the gateway can add the rule to its configuration'
      : `ask for no more than ${rules.slice(0, 8).map(showRule).join(', ')}, or have the rule added to the configuration`,
  );
}
