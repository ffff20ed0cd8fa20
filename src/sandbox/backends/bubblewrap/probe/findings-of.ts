// Short ways to write down findings of one group.
import type { Finding, FindingGroup } from '../../../backend-contract.js';

export interface FindingWriter {
  ok(name: string, detail: string): Finding;
  degraded(name: string, detail: string, fix: string | null): Finding;
  missing(name: string, detail: string, fix: string): Finding;
  /** @param needs what would have to be there first */
  unchecked(name: string, needs: string): Finding;
}

export function findingsOf(group: FindingGroup): FindingWriter {
  const write = (name: string, state: Finding['state'], detail: string, fix: string | null): Finding => ({
    group,
    name,
    state,
    detail,
    fix,
    level: null,
  });
  return {
    ok: (name, detail) => write(name, 'ok', detail, null),
    degraded: (name, detail, fix) => write(name, 'degraded', detail, fix),
    missing: (name, detail, fix) => write(name, 'missing', detail, fix),
    unchecked: (name, needs) => write(name, 'unchecked', `not checked: it needs ${needs}`, null),
  };
}
