// A value that fits a JSON schema without references, with nothing in it that need not be there.

type Json = Readonly<Record<string, unknown>>;

export function sampleOf(schema: unknown): unknown {
  const node = schema as Json;
  if ('enum' in node) return (node['enum'] as readonly unknown[])[0];
  if (node['nullable'] === true || (Array.isArray(node['type']) && node['type'].includes('null')))
    return null;
  for (const key of ['oneOf', 'anyOf'] as const)
    if (key in node) return sampleOf((node[key] as readonly unknown[])[0]);
  if ('allOf' in node)
    return Object.assign({}, ...(node['allOf'] as readonly unknown[]).map(sampleOf)) as unknown;
  switch (Array.isArray(node['type']) ? node['type'][0] : node['type']) {
    case 'string':
      return sampleText(node);
    case 'integer':
    case 'number':
      return Number(node['minimum'] ?? 1);
    case 'boolean':
      return false;
    case 'array':
      return [];
    default: {
      const properties = (node['properties'] ?? {}) as Readonly<Record<string, unknown>>;
      const required = (node['required'] ?? []) as readonly string[];
      return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {})]));
    }
  }
}

function sampleText({ format, minLength }: Json): string {
  if (format === 'date-time') return '2026-01-02T03:04:05Z';
  return format === 'uri' ? 'https://github.com/x' : 'a'.repeat(Number(minLength ?? 1));
}
