// What the tools for algorithms do, without protocol: list, analyse, compare, and keep the reports. Never rejects: a refusal is an
// answer too. jail.kernel: everything that is measured runs in the jails of the executor, and nothing of it here.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { ExecutionJournal } from '../../core/execution-journal.js';
import { type Answer, toAnswer } from '../python/answer.js';
import { ChangeFeed } from '../change-feed.js';
import type { AlgorithmFiles, AlgorithmList } from './algorithm-files.js';
import type { AlgorithmsService } from './algorithms-service.js';
import type { Analysis } from './analysis.js';
import type { AlgorithmSource } from './analysis-program.js';
import { drawPlots, type DrawnPlots } from './draw-plots.js';
import { findSource, type WantedSource } from './find-source.js';
import { joinAnalyses, type Part } from './join-analyses.js';
import type { Measured } from './measured.js';
import { functionsIn, nameMissing } from './name-missing.js';
import { type KeptReport, ReportStore } from './report-store.js';
import { toReports } from './to-reports.js';

export interface ServedAlgorithmsOptions {
  readonly service: Pick<AlgorithmsService, 'analyse'>;
  /** null where there is no workspace. */
  readonly files: AlgorithmFiles | null;
  /** audit.chain: told of what is refused before it runs; what runs is recorded by the executor. */
  readonly journal?: Pick<ExecutionJournal, 'refuse'>;
  readonly onProblem: (error: unknown) => void;
  /** Ends what is measured, and the jails. */
  readonly close: () => Promise<void>;
}

/** How the functions are measured. */
export interface WantedMeasuring {
  readonly budgetSeconds: number;
  /** Python source with `cases(n)`, in place of inputs that are found. */
  readonly inputs?: string | undefined;
  readonly sizes?: readonly number[] | undefined;
  readonly seed?: number | undefined;
}

export interface WantedAnalysis extends WantedMeasuring, WantedSource {
  readonly functions: readonly string[];
}

export interface WantedItem extends WantedSource {
  /** All public ones where it is empty. */
  readonly functions: readonly string[];
  readonly label?: string | undefined;
}

export interface WantedComparison extends WantedMeasuring {
  readonly items: readonly WantedItem[];
}

export interface Progress {
  readonly measured: Measured;
  /** From 0 to 1. */
  readonly share: number;
}

export interface ServedObserver {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Analysed {
  readonly analysis: Analysis;
  /** Paths of the workspace that were measured. */
  readonly paths: readonly string[];
  readonly reports: readonly KeptReport[];
  readonly plots: DrawnPlots;
}

const least = 1;

export class ServedAlgorithms {
  readonly changes = new ChangeFeed();
  readonly reports = new ReportStore({}, (caller, uri) => {
    this.changes.tell(caller, { kind: 'resource', uri });
    this.changes.tell(caller, { kind: 'resource-list' });
  });
  /** null where there is no workspace. */
  readonly files: AlgorithmFiles | null;
  readonly #options: ServedAlgorithmsOptions;

  constructor(options: ServedAlgorithmsOptions) {
    this.#options = options;
    this.files = options.files;
  }

  list(caller: Caller, signal: AbortSignal): Promise<Answer<AlgorithmList>> {
    return this.#answer(caller, 'list_algorithms', () =>
      this.files === null ? { algorithms: [], omitted: 0 } : this.files.list(caller, signal),
    );
  }

  analyse(
    caller: Caller,
    { functions, name, path, code, ...how }: WantedAnalysis,
    observer: ServedObserver,
    tool = 'analyze_algorithm',
  ): Promise<Answer<Analysed>> {
    return this.#answer(caller, tool, async () => {
      const source = await findSource(this.files, caller, { name, path, code });
      const analysis = await this.#measure(caller, tool, { source, functions }, how, observer, [0, 1]);
      return this.#keep(caller, analysis, [source]);
    });
  }

  compare(
    caller: Caller,
    { items, ...how }: WantedComparison,
    observer: ServedObserver,
  ): Promise<Answer<Analysed>> {
    const tool = 'compare_algorithms';
    return this.#answer(caller, tool, async () => {
      const found: FoundItem[] = [];
      for (const item of items) found.push({ ...item, source: await findSource(this.files, caller, item) });
      const groups = toGroups(found);
      const each = { ...how, budgetSeconds: Math.max(least, how.budgetSeconds / groups.length) };
      const parts: Part[] = [];
      for (const [at, group] of groups.entries()) {
        const span = [at / groups.length, (at + 1) / groups.length] as const;
        const analysis = await this.#measure(caller, tool, group, each, observer, span);
        parts.push({ label: group.label, analysis });
      }
      return this.#keep(
        caller,
        joinAnalyses(parts),
        groups.map(({ source }) => source),
      );
    });
  }

  /** Of a client that has gone: nothing of it stays. */
  closeCaller(caller: Caller): void {
    this.reports.forget(caller);
  }

  /** Cancels everything that is measured. */
  async close(): Promise<void> {
    await this.#options.close();
    this.reports.close();
  }

  async #measure(
    caller: Caller,
    tool: string,
    { source, functions }: Pick<Group, 'source' | 'functions'>,
    how: WantedMeasuring,
    { signal, onProgress }: ServedObserver,
    [from, to]: readonly [number, number],
  ): Promise<Analysis> {
    if (signal.aborted) throw cancelled();
    const analysis = await this.#options.service.analyse(
      caller,
      tool,
      // What was given with a call is given to the command by its standard input.
      { source, functions, ...how, ...(source.kind === 'code' ? { repeat: ['-'] } : {}) },
      {
        signal,
        onMeasured: (measured) => {
          const share = measured.of > 0 ? Math.min(1, measured.done / measured.of) : 1;
          onProgress?.({ measured, share: from + (to - from) * share });
        },
      },
    );
    if (!analysis.skipped.some(({ name }) => functions.includes(name))) return analysis;
    const text = source.kind === 'code' ? source.code : await this.files?.read(caller, source.path);
    return nameMissing(analysis, functions, functionsIn(text ?? ''));
  }

  async #keep(caller: Caller, analysis: Analysis, sources: readonly AlgorithmSource[]): Promise<Analysed> {
    const plots = await drawPlots(analysis, this.#options.onProblem);
    const kept = this.reports.keep(caller, toReports(analysis));
    return {
      analysis,
      paths: sources.flatMap((source) => (source.kind === 'workspace' ? [source.path] : [])),
      reports: kept.filter((one) => one !== null),
      plots,
    };
  }

  async #answer<Value>(
    caller: Caller,
    tool: string,
    work: () => Promise<Value> | Value,
  ): Promise<Answer<Value>> {
    const { journal, onProblem } = this.#options;
    const answer = await toAnswer(work, onProblem);
    if (answer.kind === 'refused') journal?.refuse({ caller, service: 'algorithms', tool }, answer.error);
    return answer;
  }
}

interface FoundItem extends WantedItem {
  readonly source: AlgorithmSource;
}

interface Group {
  readonly label: string;
  readonly source: AlgorithmSource;
  readonly functions: readonly string[];
}

/** Functions of one source are measured together. */
function toGroups(items: readonly FoundItem[]): readonly Group[] {
  const groups = new Map<string, FoundItem[]>();
  for (const item of items) {
    const key = JSON.stringify(item.source);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const all = [...groups.values()];
  return all.flatMap((group, at) => {
    const [first] = group;
    if (first === undefined) return [];
    const wantsAll = group.some(({ functions }) => functions.length === 0);
    const functions = wantsAll ? [] : [...new Set(group.flatMap((one) => one.functions))];
    return [{ label: first.label ?? toLabel(first.source, at), source: first.source, functions }];
  });
}

function toLabel(source: AlgorithmSource, at: number): string {
  return source.kind === 'code' ? `code_${at + 1}` : source.path.replace(/\.py$/, '').replaceAll('/', '.');
}

function cancelled(): PymcpError {
  return new PymcpError('gateway.cancelled', 'it was cancelled', 'ask again');
}
