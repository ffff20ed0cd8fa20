// The JSON of `pymcp doctor --json`. Stable: scripts rely on the names.
import type { Finding } from '../sandbox/backend-contract.js';
import { type Verdict, weakLimits } from './judge-findings.js';

export function renderFindingsJson(findings: readonly Finding[], verdict: Verdict, version: string): string {
  const shown = {
    version,
    run_works: findings.every(({ state }) => state !== 'missing'),
    limits_enforced: findings.some(({ level }) => level !== null) && weakLimits(findings).length === 0,
    summary: verdict.summary,
    findings: findings.map(({ group, name, state, level, detail, fix }) => ({
      group,
      name,
      state,
      ...(level === null ? {} : { level }),
      detail,
      fix,
    })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
