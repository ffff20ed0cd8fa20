// One rule of a network policy, from whatever it was written as.
import { PymcpError } from '../../core/errors.js';
import { nearestName } from '../../core/nearest-name.js';
import { type HostPattern, readHostPattern } from './host-pattern.js';
import { type PathPattern, readPathPattern } from './path-pattern.js';
import type { EgressRule, TunnelKind } from './rule.js';

const fields = ['host', 'ports', 'methods', 'paths', 'tunnel'] as const;
const example = '{"host": "example.org", "ports": [443]}';
const defaultPorts: readonly number[] = [443];
const mostItems = 64;

/** @param place from 1, in the list that it is in @throws PymcpError `egress.rule-invalid` */
export function parseRule(value: unknown, place: number): EgressRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw ruleRefusal(place, 'it is neither a text nor an object', `write a host, a preset, or ${example}`);
  const rule = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(rule).find((key) => !(fields as readonly string[]).includes(key));
  if (unknown !== undefined) throw refuseField(place, unknown);
  const parsed = {
    host: parseHost(rule['host'], place),
    ports: parsePorts(rule['ports'] ?? defaultPorts, place),
    methods: parseMethods(rule['methods'] ?? null, place),
    paths: parsePaths(rule['paths'] ?? null, place),
    tunnel: parseTunnel(rule['tunnel'] ?? 'tls', place),
  };
  refuseUnseen(parsed, place);
  return parsed;
}

export function ruleRefusal(place: number, problem: string, hint: string): PymcpError {
  return new PymcpError(
    'egress.rule-invalid',
    `rule ${place} of the network policy is wrong: ${problem}`,
    hint,
  );
}

function refuseField(place: number, name: string): PymcpError {
  const near = nearestName(name, fields);
  const problem = `there is no field ${JSON.stringify(name.slice(0, 80))}`;
  const meant = near === null ? '' : `did you mean ${near}? `;
  return ruleRefusal(place, problem, `${meant}a rule has ${fields.join(', ')}`);
}

function parseHost(value: unknown, place: number): HostPattern {
  if (typeof value !== 'string') throw ruleRefusal(place, 'it has no host', `name one: ${example}`);
  const pattern = readHostPattern(value);
  if (pattern.kind !== 'refused') return pattern;
  throw ruleRefusal(
    place,
    `the host ${JSON.stringify(value.slice(0, 80))} ${pattern.why}`,
    'write the full name of one public host (example.org), of all below one (*.example.org), or a public address; ' +
      'ports stand in "ports"',
  );
}

function parsePorts(value: unknown, place: number): readonly number[] {
  const ports = parseList(value, 'ports', place, '[443]');
  const wrong = ports.find((port) => !Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535);
  if (wrong !== undefined)
    throw ruleRefusal(
      place,
      `the port ${show(wrong)} is none`,
      'write numbers from 1 to 65535: "ports": [443]',
    );
  return [...new Set(ports as readonly number[])];
}

function parseMethods(value: unknown, place: number): readonly string[] | null {
  if (value === null) return null;
  const methods = parseList(value, 'methods', place, '["GET", "HEAD"]');
  const wrong = methods.find(
    (method) => typeof method !== 'string' || !/^[A-Z]{1,20}$/.test(method) || isTunnel(method),
  );
  if (wrong !== undefined)
    throw ruleRefusal(
      place,
      `the method ${show(wrong)} is none that a rule may name`,
      'write methods of HTTP in capital letters: "methods": ["GET", "HEAD"]; tunnels are not requests',
    );
  return [...new Set(methods as readonly string[])];
}

const isTunnel = (method: string): boolean => method === 'CONNECT';

function parsePaths(value: unknown, place: number): readonly PathPattern[] | null {
  if (value === null) return null;
  return parseList(value, 'paths', place, '["/simple/*"]').map((text) => {
    const pattern =
      typeof text === 'string' ? readPathPattern(text) : ({ kind: 'refused', why: 'is no text' } as const);
    if (pattern.kind !== 'refused') return pattern;
    throw ruleRefusal(
      place,
      `the path ${show(text)} ${pattern.why}`,
      'write whole paths, or all below one: "paths": ["/status", "/simple/*"]',
    );
  });
}

function parseTunnel(value: unknown, place: number): TunnelKind {
  if (value === 'tls' || value === 'any') return value;
  throw ruleRefusal(
    place,
    `the tunnel ${show(value)} is neither tls nor any`,
    'leave it out, or write "tunnel": "any" where something else than TLS is spoken (ssh, a database)',
  );
}

function parseList(value: unknown, name: string, place: number, right: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0 && value.length <= mostItems)
    return value as readonly unknown[];
  throw ruleRefusal(
    place,
    `${name} is no list of 1 to ${mostItems} entries`,
    `write "${name}": ${right}${name === 'ports' ? '' : ', or leave it out to permit all'}`,
  );
}

/** fail.closed: what the proxy cannot see it cannot hold anybody to. */
function refuseUnseen({ methods, paths, tunnel }: EgressRule, place: number): void {
  if ((methods === null && paths === null) || tunnel === 'tls') return;
  throw ruleRefusal(
    place,
    'methods and paths of a tunnel that may be anything are not to be seen',
    'leave out either "tunnel" or "methods" and "paths"',
  );
}

const show = (value: unknown): string => JSON.stringify([value]).slice(1, -1).slice(0, 80);
