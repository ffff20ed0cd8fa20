// An analysis as plain fields, the same for scripts (`pymcp analyze --json`) and for tools. Stable: scripts rely on them. Pure.
import type { Analysis } from './analysis.js';
import type { Conditions } from './conditions.js';
import type { Judged } from './judge-measured.js';

export function toAnalysisFields(
  { name, functions, comparisons, skipped, notLoaded, cutShort, wallMs, conditions }: Analysis,
  how: 'with samples' | 'without samples',
): Readonly<Record<string, unknown>> {
  return {
    ...{ name, not_loaded: notLoaded, cut_short: cutShort },
    functions: functions.map((one) => ({
      ...toFunctionFields(one),
      ...(how === 'with samples' ? { samples: one.measured.samples } : {}),
    })),
    comparisons: comparisons.map(({ problem, kind, order, atSize, crossovers }) => ({
      ...{ problem, kind, at_size: atSize, order, crossovers },
    })),
    skipped,
    duration_ms: Math.round(wallMs),
    ...(conditions === undefined ? {} : { conditions: toConditionFields(conditions) }),
  };
}

function toConditionFields({
  startedAt,
  budgetSeconds,
  seed,
  load,
  versions,
  jail,
  repeat,
}: Conditions): object {
  return {
    ...{ started_at: startedAt, budget_s: budgetSeconds, seed, load, versions, repeat },
    jail: { peak_memory_bytes: jail.peakMemoryBytes, cpu_ms: jail.cpuMs },
  };
}

function toFunctionFields({
  measured,
  time,
  space,
  timeAsDeclared,
  spaceAsDeclared,
  checks,
}: Judged): object {
  const { name, kind, problem, how, arity, notes, why } = measured;
  return {
    ...{ name, input: kind, inputs_from: how, problem, sizes: arity, notes, ended_early: why, checks },
    time: {
      ...(time.kind === 'found'
        ? {
            class: `O(${time.verdict.growth.growth.name})`,
            confidence: time.verdict.confidence,
            runner_up: `O(${time.verdict.runnerUp.growth.name})`,
            by: time.verdict.by,
            in_steps: time.verdict.steps === null ? null : `O(${time.verdict.steps.growth.name})`,
            relative_error: time.verdict.growth.error,
            slopes: time.verdict.slopes,
          }
        : { class: null, cannot_tell: time.why }),
      declared: measured.declared_time === null ? null : `O(${measured.declared_time})`,
      comparison: timeAsDeclared,
    },
    space: {
      ...(space.kind === 'found'
        ? { class: `O(${space.fit.growth.name})`, relative_error: space.fit.error }
        : { class: null, cannot_tell: space.why }),
      declared: measured.declared_space === null ? null : `O(${measured.declared_space})`,
      comparison: spaceAsDeclared,
    },
  };
}
