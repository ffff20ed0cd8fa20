// The configuration file as a schema, made of the rows: what is checked is what is published (schemas/config.schema.json).
// Loaded only where there is a file: zod takes some 40 ms.
import { z } from 'zod';
import { mostAllowedPackages } from '../core/allowed-packages.js';
import { loopbackSpellings } from '../core/loopback-host.js';
import { maxNameLength, namePattern } from '../core/names.js';
import { serviceNames } from '../core/service-names.js';
import { secretsSchema } from './secrets-schema.js';
import { settingRows, variableOf, flagOf, type SettingRow } from './setting-rows.js';

interface Branch {
  readonly inner: Map<string, Branch | SettingRow>;
}

/** What fits into the fields is for src/egress/policy/parse-rule.ts to say. */
const ruleSchema = z.strictObject({
  host: z.string().min(1).max(300),
  ports: z.array(z.int().min(1).max(65_535)).min(1).max(64).optional(),
  methods: z.array(z.string()).min(1).max(64).optional(),
  paths: z.array(z.string()).min(1).max(64).optional(),
  tunnel: z.enum(['tls', 'any']).optional(),
});

/** What fits into the fields is for src/egress/placeholders/parse-secret-uses.ts to say. */
const bindingSchema = z.strictObject({
  secret: z.string().regex(namePattern).max(maxNameLength),
  hosts: z
    .array(z.union([z.string().min(1).max(300), ruleSchema]))
    .min(1)
    .max(64),
  in: z
    .array(z.enum(['headers', 'query', 'body']))
    .min(1)
    .optional(),
  headers: z.array(z.string().min(1).max(64)).min(1).max(16).optional(),
});

export const settingsSchema = toObject(growTree(), {
  $schema: z.string().optional(),
  secrets: secretsSchema.optional(),
});

/** The text of schemas/config.schema.json. */
export function renderJsonSchema(): string {
  const schema = z.toJSONSchema(settingsSchema, { io: 'input' });
  const title = 'Configuration of isolated-pymcp';
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}

function growTree(): Branch {
  const root: Branch = { inner: new Map() };
  for (const row of settingRows) {
    const parts = row.key.split('.');
    const last = parts.pop() ?? '';
    let branch = root;
    for (const part of parts) {
      const found = branch.inner.get(part);
      const next: Branch = found !== undefined && 'inner' in found ? found : { inner: new Map() };
      branch.inner.set(part, next);
      branch = next;
    }
    branch.inner.set(last, row);
  }
  return root;
}

function toObject({ inner }: Branch, more: Readonly<Record<string, z.ZodType>> = {}): z.ZodType {
  const fields = [...inner].map(([name, node]) => [
    name,
    ('inner' in node ? toObject(node) : toValue(node)).optional(),
  ]);
  return z.strictObject({ ...more, ...(Object.fromEntries(fields) as Record<string, z.ZodType>) });
}

function toValue(row: SettingRow): z.ZodType {
  const { kind, fallback } = row;
  const otherwise = row.otherwise === undefined ? '' : ` Without it: ${row.otherwise}.`;
  const unit = kind.type === 'number' && kind.unit !== '' ? ` In ${kind.unit}.` : '';
  return toType(row).meta({
    description: `${capitalize(row.help)}.${unit}${otherwise} Variable ${variableOf(row)}, flag ${flagOf(row)}.`,
    ...(fallback === null ? {} : { default: isList(kind) ? String(fallback).split(',') : fallback }),
  });
}

function toType({ kind }: SettingRow): z.ZodType {
  switch (kind.type) {
    case 'number': {
      const number = kind.values === 'whole' ? z.int() : z.number();
      return number.min(kind.least).max(kind.most);
    }
    case 'boolean':
      return z.boolean();
    case 'choice':
      return z.enum(kind.choices);
    case 'host':
      return z.enum(loopbackSpellings);
    case 'folder':
    case 'file':
      return z.string().min(1);
    case 'environment':
      return z.string().regex(namePattern).max(maxNameLength);
    case 'services':
      return z.union([z.literal('all'), z.array(z.enum(serviceNames)).min(1)]);
    case 'address':
      return z.string().min(1);
    case 'repositories':
      return z.array(z.string().min(3)).min(1);
    case 'packages':
      return z.array(z.string().min(1).max(400)).max(mostAllowedPackages);
    case 'names':
      return z.array(z.string().regex(namePattern).max(maxNameLength));
    case 'network':
      return z.array(z.union([z.string().min(1).max(300), ruleSchema])).max(256);
    case 'bindings':
      return z.array(bindingSchema).max(64);
  }
}

function isList({ type }: SettingRow['kind']): boolean {
  return type === 'services' || type === 'names' || type === 'repositories';
}

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
