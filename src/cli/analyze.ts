// `pymcp analyze NAME|FILE|-`: what functions cost, measured in a jail; shown, and saved as reports.
import type { Command } from 'commander';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { toCaller } from '../core/caller.js';
import type { Job } from '../services/algorithms/analysis-program.js';
import { AlgorithmsService, budgetBounds } from '../services/algorithms/algorithms-service.js';
import type { Analysis } from '../services/algorithms/analysis.js';
import { openExecutor } from '../services/python/python-service.js';
import {
  type AnalyzeOptions,
  checkTogether,
  formats,
  isSaving,
  parseFormat,
  parseSeconds,
  parseSeed,
  parseSizes,
} from './analysis/analyze-options.js';
import { chooseSource, type ChosenSource } from './analysis/choose-source.js';
import { openExplaining } from './analysis/open-explaining.js';
import { isGood, showAnalysis } from './analysis/show-analysis.js';
import { watchSource } from './analysis/watch-source.js';
import { algorithmsFolder } from './find-algorithm.js';
import { addConfigOption, append, readSettings } from './gateway-options.js';
import { findNeededSecrets } from './find-needed-secrets.js';
import { openChosenAudit } from './open-audit.js';
import { openProgressBar } from './progress-bar.js';
import { openRemarks } from './open-remarks.js';
import { openRedactor } from './open-redactor.js';
import { redactFailure } from './redact-failure.js';

export function addAnalyzeCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('analyze')
    .summary('measure how the cost of an algorithm grows')
    .description(
      'Runs the functions of algorithms/NAME.py, of a file or of standard input in a jail with inputs of growing size, counts what ' +
        'the interpreter does, and says which class of time and memory that is, and whether it is what the functions declare. ' +
        'Reports with plots and all that was measured are saved in analysis_results/ (docs/algorithms.md).\n' +
        'Exit code 1: something could not be measured, or costs more than it declares.',
    )
    .argument('<name>', 'of algorithms/NAME.py, a path that ends in .py, or - for standard input')
    .option('--function <name>', 'this function alone; may be repeated', append)
    .option(
      '--compare <functions...>',
      'these alone, side by side, with the sizes from which another is faster',
    )
    .option('--budget <seconds>', `for all of them together (default: ${budgetBounds.ordinary})`)
    .option('--inputs <python>', 'what makes the arguments: an expression of n, and of m for two sizes')
    .option('--sizes <list>', 'sizes to measure at, with commas between (default: found within the budget)')
    .option('--seed <number>', 'of random inputs (default: 0)')
    .option('--folder <dir>', 'where the files of names are', algorithmsFolder)
    .option('--env <name>', 'Python environment (default: python)')
    .option('--format <format>', `print ${formats.join(', ')} (default: text)`)
    .option('--json', 'the same as --format json, with all that was measured')
    .option('--markdown', 'the same as --format markdown')
    .option('--html', 'the same as --format html: one page, with plots')
    .option(
      '--out <dir>',
      'save the reports there, whatever is printed (default: analysis_results, beside text)',
    )
    .option('--no-save', 'print only')
    .option('--watch', 'analyse again whenever the file changes, until Ctrl-C')
    .option('--explain', 'send the report and the source to Anthropic, and print what the model explains')
    .option('--model <name>', 'that explains')
    .option('--no-audit', 'without the audit log, which has every run before it begins');
  addConfigOption(command).action(async (name: string, options: AnalyzeOptions) => {
    setExitCode(await analyze(name, options));
  });
}

async function analyze(name: string, options: AnalyzeOptions): Promise<number> {
  checkTogether(options, name);
  const measuring = {
    budgetSeconds: parseSeconds(options.budget),
    ...{ inputs: options.inputs, sizes: parseSizes(options.sizes), seed: parseSeed(options.seed) },
  };
  const format = parseFormat(options);
  const chosen = await chooseSource(options.folder, name);
  const { env, audit: audited, config } = options;
  const settings = await readSettings({ env, audit: audited, config });
  const explaining = options.explain === true ? await openExplaining(settings, options.model) : null;
  const needed = await findNeededSecrets({ ...settings, services: [] });
  const redactor = await openRedactor(settings.redaction, warn, [...needed, ...(explaining?.secrets ?? [])]);
  return redactFailure(redactor, async () => {
    const onProblem = (error: unknown): void => {
      warn(String(redactor.redactValue(error)));
    };
    const audit = await openChosenAudit(settings.audit, { name: 'analyze', onProblem, warn, redactor });
    const { environment, limits, strict, outerBoundary } = settings;
    const executor = openExecutor({
      ...{ environment, limits, strict, redactor, onProblem },
      boundary: { outerBoundary, onLess: warn },
      ...(audit === null ? {} : { audit }),
    });
    const signal = listenForEnd();
    const remarks = await openRemarks(chosen.path, { environment, limits, strict, redactor, onProblem });
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
