// The comment at the top of an attack → its header. Strict: an unknown key, a missing one, one out of order or given twice is an
// error, because whatever a header says decides what counts as held. Pure.
import { type LimitName, limitNames } from '../core/isolation.js';
import { attackedPromises } from '../core/promises.js';
import { attackGroups, type AttackHeader, type AttackLimits, type Expectation } from './attack.js';
import { isLayerName, type LayerName } from './layers.js';

const required = ['promise', 'group', 'expects', 'stopped-by'] as const;
const optional = ['workspace', 'network', 'runs', 'limits', 'alone', 'differ', 'outside'] as const;
type Key = (typeof required)[number] | (typeof optional)[number];

const MiB = 1024 * 1024;

/** @throws Error that says what is wrong with the header, and in which line */
export function parseHeader(source: string): AttackHeader {
  const lines = source.split('\n');
  const title = /^# (\S.*\.)$/.exec(lines[0] ?? '')?.[1];
  if (title === undefined) throw new Error('line 1: no title that is a sentence');
  if (lines[1] !== '#') throw new Error('line 2: no empty comment after the title');
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const fields = parseFields(lines.slice(2, end));
  if (lines[end] !== '') throw new Error(`line ${end + 1}: no empty line after the header`);
  return toHeader(title, fields);
}

function parseFields(lines: readonly string[]): ReadonlyMap<Key, string> {
  const fields = new Map<Key, string>();
  for (const [index, line] of lines.entries()) {
    const where = `line ${index + 3}`;
    const [, key = '', value = ''] = /^# ([a-z-]+): (\S(?:.*\S)?)$/.exec(line) ?? [];
    if (!isKey(key)) throw new Error(`${where}: ${JSON.stringify(line)} is no field`);
    if (fields.has(key)) throw new Error(`${where}: ${key} is given twice`);
    const wanted = required[index];
    if (wanted !== undefined && key !== wanted) throw new Error(`${where}: ${wanted} must stand here`);
    fields.set(key, value);
  }
  const missing = required.find((key) => !fields.has(key));
  if (missing !== undefined) throw new Error(`${missing} is missing`);
  return fields;
}

const isKey = (key: string): key is Key => [...required, ...optional].some((known) => known === key);

function toHeader(title: string, fields: ReadonlyMap<Key, string>): AttackHeader {
  const group = choose('group', fields, attackGroups);
  const stoppedBy = parseLayers(fields.get('stopped-by') ?? '');
  if ((stoppedBy.length === 0) !== (group === 'innocent'))
    throw new Error('stopped-by: none is for what must work, and for nothing else');
  const runs = chooseOr('runs', fields, ['2', 'beside'] as const);
  const mustDiffer = isSet('differ', fields, 'yes');
  if (mustDiffer && runs !== '2') throw new Error('differ: only two runs can differ');
  return {
    title,
    promise: choose('promise', fields, attackedPromises),
    group,
    expects: list(fields.get('expects') ?? '').map(parseExpectation),
    stoppedBy,
    workspace: chooseOr('workspace', fields, ['read-only', 'writable'] as const) ?? 'none',
    network: chooseOr('network', fields, ['named'] as const) ?? 'none',
    runs: runs === '2' ? 'twice' : (runs ?? 'once'),
    limits: parseLimits(fields.get('limits')),
    isAlone: isSet('alone', fields, 'yes'),
    mustDiffer,
    isSafeOutside: isSet('outside', fields, 'safe'),
  };
}

const list = (text: string): string[] => text.split(', ');

function choose<Value extends string>(
  key: Key,
  fields: ReadonlyMap<Key, string>,
  values: readonly Value[],
): Value {
  const found = chooseOr(key, fields, values);
  if (found === null) throw new Error(`${key} is missing`);
  return found;
}

function chooseOr<Value extends string>(
  key: Key,
  fields: ReadonlyMap<Key, string>,
  values: readonly Value[],
): Value | null {
  const text = fields.get(key);
  if (text === undefined) return null;
  const value = values.find((known) => known === text);
  if (value === undefined) throw new Error(`${key}: ${text} is none of ${values.join(', ')}`);
  return value;
}

const isSet = (key: Key, fields: ReadonlyMap<Key, string>, value: string): boolean =>
  chooseOr(key, fields, [value]) !== null;

function parseLayers(text: string): readonly LayerName[] {
  if (text === 'none') return [];
  const names = list(text);
  if (new Set(names).size !== names.length) throw new Error('stopped-by: a layer is named twice');
  return names.map((name) => {
    if (!isLayerName(name)) throw new Error(`stopped-by: there is no layer ${name}`);
    return name;
  });
}

function parseExpectation(text: string): Expectation {
  const [status, detail] = text.split(':', 2);
  switch (status) {
    case 'completed':
    case 'raised':
      if (detail === undefined) return { status };
      break;
    case 'limit': {
      const limit: LimitName | undefined = limitNames.find((name) => name === detail);
      if (limit !== undefined) return { status, limit };
      break;
    }
    case 'lost':
      if (detail === undefined || /^SIG[A-Z0-9]+$/.test(detail)) return { status, signal: detail ?? null };
      break;
    case 'refused':
      if (detail !== undefined && /^[a-z]+\.[a-z-]+$/.test(detail)) return { status, code: detail };
      break;
    default:
  }
  throw new Error(`expects: ${text} is no way to end`);
}

function parseLimits(text: string | undefined): AttackLimits {
  if (text === undefined) return {};
  const limits: { -readonly [Name in keyof AttackLimits]: AttackLimits[Name] } = {};
  for (const word of text.split(' ')) {
    const [, name, digits] = /^(memory|pids|wall)=(\d+(?:\.\d+)?)$/.exec(word) ?? [];
    const value = Number(digits);
    if (name === 'memory') limits.memoryBytes = value * MiB;
    else if (name === 'pids') limits.pids = value;
    else if (name === 'wall') limits.wallMs = value * 1000;
    else throw new Error(`limits: ${word} is no limit`);
  }
  return limits;
}
