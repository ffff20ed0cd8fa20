// Analyses algorithms: measures in a jail how their cost grows, and says what class that is. The jails are its opener's.
import { monotonicMs, nowMs } from '../../host/clock.js';
import { readLoad } from '../../host/machine.js';
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { InputFile } from '../../core/exchanged-file.js';
import { parseLimits, type WantedLimits } from '../../core/limits.js';
import type { EnvironmentName } from '../../core/names.js';
import { noSecrets } from '../../core/no-secrets.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { Executor } from '../../execution/executor.js';
import type { Analysis } from './analysis.js';
import { addRemarks } from './add-remarks.js';
import {
  type AlgorithmSource,
  type Job,
  readProgramFiles,
  toJobFiles,
  toProgramCode,
} from './analysis-program.js';
import type { Remarks } from './collect-remarks.js';
import { type Conditions, describeVersions } from './conditions.js';
import { compareSolvers } from './compare-solvers.js';
import { judgeMeasured } from './judge-measured.js';
import { LineReader } from './line-reader.js';
import type { Measured, MeasuredLine } from './measured.js';
import { toRepeatCommand } from './repeat-command.js';
import { budgetBounds } from './measuring-bounds.js';

export interface AlgorithmsServiceOptions {
  readonly executor: Pick<Executor, 'run'>;
  readonly environment: EnvironmentName;
  readonly limits: WantedLimits;
  /** secret.unlogged: what was measured is the guest's word, and is said in ways that a stream of bytes does not show. */
  readonly redactor?: SecretRedactor;
  /** What tools remark on the file; null where they cannot be asked about it. Never rejects. */
  readonly collectRemarks?: (source: AlgorithmSource, mostMs: number) => Promise<Remarks | null>;
}

export interface AnalysisObserver {
  readonly signal?: AbortSignal;
  /** Told of each function and kind of input when it was measured. */
  readonly onMeasured?: (measured: Measured) => void;
}

/** To come up, to find the functions, and to end those that never end. */
const besideSeconds = 30;

/** For the tools that read the file, beside what is measured. */
const leastRemarksMs = 3_000;
const mostRemarksMs = 10_000;

export class AlgorithmsService {
  readonly #options: AlgorithmsServiceOptions;
  #program: Promise<readonly InputFile[]> | null = null;

  constructor(options: AlgorithmsServiceOptions) {
    this.#options = options;
  }

  /**
   * @throws PymcpError `input.limit-invalid`, `host.program-missing`, and as `Executor.run`. A function that never ends or
   * crashes is a result.
   */
  async analyse(caller: Caller, tool: string, job: Job, observer: AnalysisObserver = {}): Promise<Analysis> {
    const budgetSeconds = parseBudget(job.budgetSeconds);
    this.#program ??= readProgramFiles();
    const files = [...(await this.#program), ...toJobFiles({ ...job, budgetSeconds })];
    const { executor, environment, limits, redactor = noSecrets } = this.#options;
    const wallMs = Math.round((3 * budgetSeconds + besideSeconds) * 1000);
    const startedMs = monotonicMs();
    const startedAt = new Date(nowMs()).toISOString();
    const before = readLoad();
    const remarksMs = Math.min(mostRemarksMs, Math.max(leastRemarksMs, budgetSeconds * 1000));
    const remarked = this.#options.collectRemarks?.(job.source, remarksMs) ?? Promise.resolve(null);
    const reader = new LineReader((line) => {
      if (line.what === 'measured') observer.onMeasured?.(redactor.redactValue(line));
    });
    const result = await executor.run(
      {
        ...{ code: toProgramCode(job.source), fileName: 'main.py', environment, files },
        limits: parseLimits({ ...limits, wallMs }),
        origin: { caller, service: 'algorithms', tool },
      },
      {
        onStdout: (chunk) => {
          reader.take(chunk);
          return undefined;
        },
        ...(observer.signal === undefined ? {} : { signal: observer.signal }),
      },
    );
    const { outcome, usage } = result;
    const cutShort =
      outcome.status === 'completed'
        ? null
        : outcome.status === 'raised'
          ? `${outcome.error.name}: ${outcome.error.message}`
          : outcome.message;
    const { mean: after } = readLoad();
    const about = reader.lines.find((line) => line.what === 'about');
    const conditions: Conditions = {
      ...{ startedAt, budgetSeconds, seed: job.seed ?? 0 },
      load: { before: before.mean, after, processors: before.processors },
      versions: await describeVersions(about?.python ?? null),
      jail: { peakMemoryBytes: usage.peakMemoryBytes, cpuMs: usage.cpuMs },
      repeat: toRepeatCommand({ ...job, budgetSeconds }),
    };
    const findings = toFindings(job, reader.lines, cutShort);
    // Where there is no function, nothing is remarked of one, and nobody waits for it.
    const hasFunctions = reader.lines.some(({ what }) => what === 'measured');
    const remarks = hasFunctions ? await remarked : null;
    const analysis = { ...findings, wallMs: monotonicMs() - startedMs, conditions };
    return redactor.redactValue(addRemarks(analysis, remarks));
  }
}

function toFindings(
  { source, compared = [] }: Job,
  lines: readonly MeasuredLine[],
  cutShort: string | null,
): Omit<Analysis, 'wallMs' | 'conditions'> {
  const functions = lines.flatMap((line) => (line.what === 'measured' ? [judgeMeasured(line)] : []));
  const skipped = lines.flatMap((line) =>
    line.what === 'skipped' ? [{ name: line.name, why: line.why }] : [],
  );
  const failed = lines.find((line) => line.what === 'not-loaded');
  return {
    name: source.kind === 'code' ? source.name : source.path,
    ...{ functions, comparisons: compareSolvers(functions, compared), skipped },
    notLoaded: failed?.why ?? null,
    cutShort,
  };
}

function parseBudget(seconds: number): number {
  const { least, most } = budgetBounds;
  if (Number.isFinite(seconds) && seconds >= least && seconds <= most) return seconds;
  throw new PymcpError(
    'input.limit-invalid',
    `the budget is ${String(seconds)}, which is not between ${least} and ${most} seconds`,
    `give a number of seconds from ${least} to ${most}`,
  );
}
