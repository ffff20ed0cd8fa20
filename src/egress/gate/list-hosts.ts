// What a policy permits, for somebody who reads a result: `example.org:443`, `api.example.org:80 (GET, HEAD; /status)`.
import { showPattern } from '../policy/host-pattern.js';
import { showPath } from '../policy/path-pattern.js';
import type { EgressPolicy } from '../policy/policy.js';
import type { EgressRule } from '../policy/rule.js';

export function listHosts({ rules }: EgressPolicy): readonly string[] {
  return rules.map(showHosts);
}

function showHosts({ host, ports, methods, paths }: EgressRule): string {
  const place = `${showPattern(host)}:${ports.join(',')}`;
  const asked = [methods?.join(', '), paths?.map(showPath).join(', ')].filter((part) => part !== undefined);
  return asked.length === 0 ? place : `${place} (${asked.join('; ')})`;
}
