// From findings to one plain sentence: does `pymcp run` work here? Pure.
import type { Finding } from '../sandbox/backend-contract.js';

/** `any`: a limit may be held by less than the kernel; `enforced`: as `pymcp run --strict` has it. */
export type WantedLimits = 'any' | 'enforced';

export type Verdict =
  | { readonly kind: 'works'; readonly summary: string }
  | { readonly kind: 'refused'; readonly summary: string; readonly hint: string };

export function judgeFindings(findings: readonly Finding[], wanted: WantedLimits): Verdict {
  const missing = findings.filter(({ state }) => state === 'missing');
  if (missing.length > 0) {
    return {
      kind: 'refused',
      summary: `pymcp run does not work here: ${listNames(missing)}`,
      hint: toHint(missing),
    };
  }
  const weak = weakLimits(findings);
  if (wanted === 'enforced' && weak.length > 0) {
    return {
      kind: 'refused',
      summary: `pymcp run --strict does not work here: ${listNames(weak)} ${areOrIs(weak)} not enforced`,
      hint: toHint(weak),
    };
  }
  return { kind: 'works', summary: `pymcp run works here; ${describeStrength(findings, weak)}` };
}

/** Limits that the kernel does not hold. */
export function weakLimits(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ level }) => level !== null && level !== 'enforced');
}

function describeStrength(findings: readonly Finding[], weak: readonly Finding[]): string {
  const limits = weak.length === 0 ? 'every limit is enforced' : `not enforced: ${listNames(weak)}`;
  const others = findings.filter(
    (finding) => finding.state === 'degraded' && finding.level === null && finding.name !== 'control-groups',
  );
  return others.length === 0 ? limits : `${limits}; weak: ${listNames(others)}`;
}

/** The first fix stands for the others that follow from the same cause. */
function toHint(gaps: readonly Finding[]): string {
  const first = gaps.find(({ fix }) => fix !== null)?.fix?.split('\n') ?? [];
  const more = first.length > 1 || gaps.length > 1 ? ' (see the fixes above)' : '';
  return `${first[0] ?? 'see above'}${more}`;
}

function listNames(findings: readonly Finding[]): string {
  return findings.map(({ name }) => name).join(', ');
}

function areOrIs(findings: readonly Finding[]): string {
  return findings.length === 1 ? 'is' : 'are';
}
