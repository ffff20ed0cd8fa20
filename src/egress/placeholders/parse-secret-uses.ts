// secret.unseen: which secrets go where, as a person writes it: a list of a name, hosts and places. What is not understood is refused
// as a whole.
import { PymcpError } from '../../core/errors.js';
import { parseSecretName } from '../../core/names.js';
import { nearestName } from '../../core/nearest-name.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { type EgressRule, showRule } from '../policy/rule.js';
import { type SecretPlace, secretPlaces, type SecretUse } from './binding.js';

const fields = ['secret', 'hosts', 'in', 'headers'] as const;
const example = '{"secret": "GH_PAT", "hosts": ["api.github.com"]}';
const mostUses = 64;
const plainPort = 80;
const mostHeaders = 16;
/** RFC 9110, section 5.6.2. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,64}$/i;

/** @param value null or an empty list: none @throws PymcpError `egress.secret-invalid`, and as parsePolicy */
export function parseSecretUses(value: unknown): readonly SecretUse[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value) || value.length > mostUses)
    throw refusal(
      `the secrets of the network are no list of at most ${mostUses}`,
      `write a list: [${example}]`,
    );
  const uses = (value as readonly unknown[]).map((entry, index) => parseUse(entry, index + 1));
  const twice = uses.find(({ name }, index) => uses.findIndex((one) => one.name === name) !== index);
  if (twice === undefined) return uses;
  throw refusal(
    `the secret ${twice.name} of the network is named twice`,
    'name it once, with all its hosts in "hosts"',
  );
}

function parseUse(entry: unknown, place: number): SecretUse {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw entryRefusal(place, 'it is no object', `write ${example}`);
  const use = entry as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(use).find((key) => !(fields as readonly string[]).includes(key));
  if (unknown !== undefined) {
    const near = nearestName(unknown, fields);
    const meant = near === null ? '' : `did you mean ${near}? `;
    throw entryRefusal(
      place,
      `there is no field ${JSON.stringify(unknown.slice(0, 80))}`,
      `${meant}it has ${fields.join(', ')}`,
    );
  }
  if (typeof use['secret'] !== 'string')
    throw entryRefusal(place, 'it names no secret', `name one: ${example}`);
  const places = parsePlaces(use['in'] ?? ['headers'], place);
  return {
    name: parseSecretName(use['secret']),
    hosts: parseHosts(use['hosts'], place),
    places,
    headers: parseHeaders(use['headers'] ?? null, places, place),
  };
}

function parseHosts(value: unknown, place: number): readonly EgressRule[] {
  if (!Array.isArray(value) || value.length === 0)
    throw entryRefusal(place, 'it names no hosts', `name whom it is for: ${example}`);
  const { rules } = parsePolicy(value);
  const wrong = rules.find(({ ports, tunnel }) => tunnel === 'any' || ports.includes(plainPort));
  if (wrong === undefined) return rules;
  throw entryRefusal(
    place,
    `a secret goes over TLS alone, and ${showRule(wrong)} is about something else`,
    'leave port 80 and "tunnel" out',
  );
}

function parsePlaces(value: unknown, place: number): readonly SecretPlace[] {
  const isList = Array.isArray(value) && value.length > 0;
  if (isList && value.every((one) => (secretPlaces as readonly unknown[]).includes(one)))
    return [...new Set(value as readonly SecretPlace[])];
  throw entryRefusal(
    place,
    '"in" is no list of places',
    `write some of ${secretPlaces.join(', ')}: "in": ["headers"]`,
  );
}

function parseHeaders(
  value: unknown,
  places: readonly SecretPlace[],
  place: number,
): readonly string[] | null {
  if (value === null) return null;
  const isList = Array.isArray(value) && value.length > 0 && value.length <= mostHeaders;
  if (!isList || !value.every((one) => typeof one === 'string' && headerName.test(one)))
    throw entryRefusal(
      place,
      `"headers" is no list of at most ${mostHeaders} names of headers`,
      'write their names: "headers": ["Authorization"]',
    );
  if (!places.includes('headers'))
    throw entryRefusal(
      place,
      'it names headers, and "in" has none',
      'add "headers" to "in", or leave "headers" out',
    );
  return [...new Set((value as readonly string[]).map((one) => one.toLowerCase()))];
}

function entryRefusal(place: number, problem: string, hint: string): PymcpError {
  return refusal(`secret ${place} of the network is wrong: ${problem}`, hint);
}

const refusal = (message: string, hint: string): PymcpError =>
  new PymcpError('egress.secret-invalid', message, hint);
