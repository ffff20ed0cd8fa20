// From what a sealed run showed to findings. Pure.
import type { Finding } from '../../../backend-contract.js';
import { insideId } from '../template-plan.js';
import { findingsOf } from './findings-of.js';
import type { LookAround } from './parse-look-around.js';
import type { Proof, SealedProof } from './prove-seal.js';
import { sealProblems } from './seal-problems.js';

const proofFindings = findingsOf('proof');
const names = ['sealed-run', 'seen-inside', 'seen-outside', 'forbidden', 'nothing-left'] as const;

/** A jail that was built and does not hold is the worst that can be found. */
const reportFix =
  'run nothing that you do not trust on this machine, and report it: security@defrecord.com, with pymcp doctor --json';

/** What a seal looks like, which differs where a sandbox has no user namespace. */
export interface ProofGround {
  readonly insideId: number;
  readonly insideName: string;
  readonly emptiesBounding: boolean;
  /**
   * `own`: what it sees is a kernel of its own, which does not show all that Linux shows, and whose processes hold capabilities in a
   * user namespace of theirs, with which they build it; guest code is none of them.
   */
  readonly kernel: 'host' | 'own';
}

export const namespaced: ProofGround = { insideId, insideName: 'mcp', emptiesBounding: true, kernel: 'host' };

export function toProofFindings(proof: Proof, ground: ProofGround = namespaced): readonly Finding[] {
  switch (proof.kind) {
    case 'unchecked':
      return names.map((name) => proofFindings.unchecked(name, proof.needs));
    case 'refused':
      return [
        proofFindings.missing('sealed-run', proof.why, toFix(proof.hint)),
        ...names.slice(1).map((name) => proofFindings.unchecked(name, 'sealed-run')),
      ];
    case 'sealed':
      return [
        toRunFinding(proof),
        toInsideFinding(proof, ground),
        toOutsideFinding(proof, ground),
        toForbiddenFinding(proof.inside),
        toLeftoverFinding(proof.leftovers),
      ];
  }
}

/** Errors of a run send people to doctor; here they are. */
function toFix(hint: string): string {
  return hint.includes('pymcp doctor')
    ? 'mend what is missing above; where nothing is, report it with pymcp doctor --json'
    : hint;
}

function toRunFinding({ templateMs, launchMs, runMs }: SealedProof): Finding {
  const [template, sandbox, program] = [templateMs, launchMs, runMs].map((ms) => Math.round(ms));
  return proofFindings.ok(
    'sealed-run',
    `template up in ${template ?? 0} ms, sandbox sealed in ${sandbox ?? 0} ms, program done in ${program ?? 0} ms`,
  );
}

function toInsideFinding({ inside, ownNamespaces }: SealedProof, ground: ProofGround): Finding {
  const name = 'seen-inside';
  if (inside === null) return refuse(name, ['the program did not answer']);
  const problems = sealProblems(inside.status, ground.insideId, ground.emptiesBounding).filter(
    (problem) => ground.kernel === 'host' || !problem.endsWith(' is not shown'),
  );
  for (const [kind, own] of ground.kernel === 'own' ? [] : ownNamespaces) {
    const id = inside.namespaces.get(kind);
    if (id === undefined || id === own) problems.push(`the ${kind} namespace is not the sandbox's own`);
  }
  if (problems.length > 0) return refuse(name, problems);
  const kinds = [...ownNamespaces.keys()].join(', ');
  if (ground.kernel === 'own')
    return proofFindings.ok(
      name,
      `user ${ground.insideName} (${ground.insideId}), ${sealed}, a kernel of its own`,
    );
  const own = kinds === '' ? 'no namespace of its own' : `its own ${kinds} namespaces`;
  return proofFindings.ok(name, `user ${ground.insideName} (${ground.insideId}), ${sealed}, ${own}`);
}

const sealed = 'no capability, no_new_privs, seccomp filter';

function toOutsideFinding({ outside, isolation }: SealedProof, ground: ProofGround): Finding {
  const name = 'seen-outside';
  const problems = outside.flatMap((status) =>
    sealProblems(status, isolation.hostUid, ground.emptiesBounding).filter(
      (problem) => ground.kernel === 'host' || !problem.startsWith('Cap'),
    ),
  );
  if (outside.length === 0) problems.push('no process of the sandbox is to be seen in /proc');
  if (isolation.hostUid === 0) problems.push('the sandbox is root outside');
  if (problems.length > 0) return refuse(name, problems);
  const held = ground.kernel === 'host' ? sealed : 'no_new_privs, seccomp filter';
  return proofFindings.ok(name, `${outside.length} processes, user ${isolation.hostUid}, ${held}`);
}

function toForbiddenFinding(inside: LookAround | null): Finding {
  const name = 'forbidden';
  if (inside === null) return refuse(name, ['the program did not answer']);
  const attempts = [...inside.attempts];
  const worked = attempts.filter(([, refusal]) => refusal === null).map(([attempt]) => `${attempt} worked`);
  if (worked.length > 0) return refuse(name, worked);
  return proofFindings.ok(
    name,
    `${attempts.length} of ${attempts.length} refused: ${[...inside.attempts.keys()].join(', ')}`,
  );
}

function toLeftoverFinding(leftovers: readonly string[]): Finding {
  if (leftovers.length === 0)
    return proofFindings.ok('nothing-left', 'no process and no control group of it remains');
  return proofFindings.degraded('nothing-left', leftovers.join('; '), 'pymcp clean');
}

function refuse(name: string, problems: readonly string[]): Finding {
  return proofFindings.missing(name, problems.join('; '), reportFix);
}
