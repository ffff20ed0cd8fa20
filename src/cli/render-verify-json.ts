// The JSON of `pymcp verify --json`. Stable: scripts rely on the names.
import { claimOf } from '../core/promises.js';
import { judgeAll, listUntried } from '../verify/tally-promises.js';
import type { VerifyReport } from '../verify/verify-report.js';

export function renderVerifyJson(report: VerifyReport): string {
  const { version, machine, backend, user, startedMs, tookMs, rows, comparison } = report;
  const shown = {
    version,
    machine: {
      kernel: machine.kernel,
      distribution: machine.distribution,
      architecture: machine.architecture,
    },
    backend,
    user,
    started: new Date(startedMs).toISOString(),
    seconds: Math.round(tookMs / 100) / 10,
    all_held: judgeAll(rows, 'claimed') === 'held',
    all_enforced: judgeAll(rows, 'enforced') === 'held',
    promises: rows.map(({ promise, verdict, held, attacks, gaps }) => ({
      promise,
      claim: claimOf(promise),
      verdict,
      held,
      attacks: attacks.map(({ attack, result, verdict: one }) => ({
        name: attack.name,
        title: attack.header.title,
        verdict: one,
        outcomes: result.outcomes,
        said: result.said,
        problems: result.problems,
        stopped_by: attack.header.stoppedBy,
        ms: result.ms,
      })),
      gaps,
    })),
    not_attacked: listUntried(rows),
    ...(comparison === null
      ? {}
      : {
          comparison: comparison.map(({ name, plainPython, oneBubblewrap }) => ({
            name,
            plain_python: plainPython,
            one_bubblewrap: oneBubblewrap,
          })),
        }),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
