// What functions cost, measured in a jail; shown, and saved as reports.
import { toCaller } from '../../core/caller.js';
import type { SecretRedactor } from '../../core/secret-redactor.js';
import type { Job } from '../../services/algorithms/analysis-program.js';
import { AlgorithmsService } from '../../services/algorithms/algorithms-service.js';
import type { Analysis } from '../../services/algorithms/analysis.js';
import { openExecutor } from '../../services/python/python-service.js';
import { findNeededSecrets } from '../find-needed-secrets.js';
import { readSettings } from '../gateway-options.js';
import { openChosenAudit } from '../open-audit.js';
import { openRedactor } from '../open-redactor.js';
import { openRemarks } from '../open-remarks.js';
import { openProgressBar } from '../progress-bar.js';
import { redactFailure } from '../redact-failure.js';
import { toBoundary } from '../to-boundary.js';
import {
  type AnalyzeOptions,
  checkTogether,
  isSaving,
  parseFormat,
  parseSeconds,
  parseSeed,
  parseSizes,
} from './analyze-options.js';
import { chooseSource, type ChosenSource } from './choose-source.js';
import { openExplaining } from './open-explaining.js';
import { isGood, showAnalysis } from './show-analysis.js';
import { watchSource } from './watch-source.js';

export async function analyze(name: string, options: AnalyzeOptions): Promise<number> {
  checkTogether(options, name);
  const measuring = {
    budgetSeconds: parseSeconds(options.budget),
    ...{ inputs: options.inputs, sizes: parseSizes(options.sizes), seed: parseSeed(options.seed) },
  };
  const format = parseFormat(options);
  const chosen = await chooseSource(options.folder, name);
  const { env, backend, audit: audited, config } = options;
  const settings = await readSettings({ env, backend, audit: audited, config });
  const explaining = options.explain === true ? await openExplaining(settings, options.model) : null;
  const needed = await findNeededSecrets({ ...settings, services: [] });
  const redactor = await openRedactor(settings.redaction, warn, [...needed, ...(explaining?.secrets ?? [])]);
  return redactFailure(redactor, async () => {
    const onProblem = (error: unknown): void => {
      warn(String(redactor.redactValue(error)));
    };
    const audit = await openChosenAudit(settings.audit, { name: 'analyze', onProblem, warn, redactor });
    const { environment, limits, strict } = settings;
    const boundary = toBoundary(settings, warn);
    const executor = openExecutor({
      ...{ environment, limits, strict, boundary, redactor, onProblem },
      ...(audit === null ? {} : { audit }),
    });
    const signal = listenForEnd();
    const remarks = await openRemarks(chosen.path, {
      environment,
      limits,
      strict,
      boundary,
      redactor,
      onProblem,
    });
    try {
      const { collectRemarks } = remarks;
      const service = new AlgorithmsService({ executor, environment, limits, redactor, collectRemarks });
      const show = async (source: ChosenSource): Promise<Analysis> => {
        const analysis = await measure(service, toJob(source, options, measuring), signal);
        const out = isSaving(options, format) ? { folder: options.out ?? null } : null;
        await showAnalysis(analysis, { format, out, redactor });
        return analysis;
      };
      if (options.watch === true) return await watchSource(chosen, show, signal);
      const analysis = await show(chosen);
      if (explaining !== null && !signal.aborted) await explain(analysis, chosen, redactor, signal);
      return isGood(analysis) ? 0 : 1;
    } finally {
      await remarks.close();
      await executor.close();
      await audit?.close();
    }
  });

  async function explain(
    analysis: Analysis,
    { source }: ChosenSource,
    redactor: SecretRedactor,
    signal: AbortSignal,
  ): Promise<void> {
    await explaining?.explain(analysis, source.code, redactor, signal);
  }
}

function toJob(
  { source, words }: ChosenSource,
  { function: functions, compare = [] }: AnalyzeOptions,
  measuring: Pick<Job, 'budgetSeconds' | 'inputs' | 'sizes' | 'seed'>,
): Job {
  return { source, functions: functions ?? compare, compared: compare, repeat: words, ...measuring };
}

function listenForEnd(): AbortSignal {
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      cancel.abort();
    });
  return cancel.signal;
}

async function measure(service: AlgorithmsService, job: Job, signal: AbortSignal): Promise<Analysis> {
  const bars: ReturnType<typeof openProgressBar>[] = [];
  try {
    return await service.analyse(toCaller('command-line'), 'analyze', job, {
      signal,
      onMeasured: ({ name, kind, of }) => {
        if (bars.length === 0) bars.push(openProgressBar(process.stderr, of));
        bars[0]?.step(`${name}, ${kind}`);
      },
    });
  } finally {
    bars[0]?.end();
  }
}

function warn(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}
