// net.none: a network policy as a person writes it: a list of rules, of hosts (`example.org`, `example.org:8080`) and of names of
// presets. What is not understood is refused as a whole, with the rule that is wrong and how it would be right.
import { PymcpError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import { noNetwork, type EgressPolicy } from './policy.js';
import { isPresetName, presets } from './presets.js';
import { readHostPattern } from './host-pattern.js';
import { parseRule, ruleRefusal } from './parse-rule.js';
import type { EgressRule } from './rule.js';

const mostRules = 256;

/** @param value null or an empty list: no network @throws PymcpError `egress.rule-invalid` */
export function parsePolicy(value: unknown): EgressPolicy {
  if (value === null || value === undefined) return noNetwork;
  if (!Array.isArray(value))
    throw new PymcpError(
      'egress.rule-invalid',
      'the network policy is no list',
      'write a list of hosts, rules and presets, such as ["pypi", {"host": "example.org", "ports": [443]}]',
    );
  const entries = value as readonly unknown[];
  if (entries.length > mostRules)
    throw new PymcpError(
      'egress.rule-invalid',
      `the network policy has ${entries.length} rules, more than ${mostRules}`,
      'name hosts together, with *.example.org, or leave out what is not needed',
    );
  return { rules: entries.flatMap((entry, index) => parseEntry(entry, index + 1)) };
}

function parseEntry(entry: unknown, place: number): readonly EgressRule[] {
  if (typeof entry !== 'string') return [parseRule(entry, place)];
  if (isPresetName(entry)) return presets[entry].map((host) => parseRule({ host }, place));
  if (!/[.:]/.test(entry)) refuseUnknownName(entry, place);
  return [parseRule(splitPort(entry), place)];
}

/** `example.org:8080`, `[2a00::1]:443`; what has no port at its end is a host, or wrong in a way that parseRule names. */
function splitPort(text: string): unknown {
  const [, host, port] = text.match(/^(\[[^\]]*\]|[^:]*):(\d{1,5})$/) ?? [];
  return host === undefined || port === undefined ? { host: text } : { host, ports: [Number(port)] };
}

function refuseUnknownName(text: string, place: number): void {
  const names = Object.keys(presets);
  const near = nearestName(text, names);
  const isHost = readHostPattern(text).kind !== 'refused';
  if (isHost) return;
  throw ruleRefusal(
    place,
    `${JSON.stringify(text.slice(0, 80))} is neither a preset nor a host`,
    `${near === null ? '' : `did you mean ${near}? `}write the full name of a host, or one of: ${names.join(', ')}`,
  );
}
