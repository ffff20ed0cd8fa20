// `pymcp analyze NAME`: what the functions of algorithms/NAME.py cost, measured in a jail.
import type { Command } from 'commander';
import { PymcpError } from '../core/errors.js';
import { toCaller } from '../core/caller.js';
import { AlgorithmsService, budgetBounds } from '../services/algorithms/algorithms-service.js';
import type { Analysis } from '../services/algorithms/analysis.js';
import { openExecutor } from '../services/python/python-service.js';
import { algorithmsFolder, findAlgorithm } from './find-algorithm.js';
import { addConfigOption, append, readSettings } from './gateway-options.js';
import { findNeededSecrets } from './find-needed-secrets.js';
import { openChosenAudit } from './open-audit.js';
import { openProgressBar } from './progress-bar.js';
import { openRedactor } from './open-redactor.js';
import { redactFailure } from './redact-failure.js';
import { renderAnalysis } from './render-analysis.js';
import { renderAnalysisJson } from './render-analysis-json.js';
import { wantsColours } from './wants-colours.js';

interface AnalyzeOptions {
  readonly function?: readonly string[];
  readonly budget?: string;
  readonly folder: string;
  readonly env?: string;
  readonly json?: true;
  readonly audit: boolean;
  readonly config?: string;
}

export function addAnalyzeCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('analyze')
    .summary('measure how the cost of an algorithm grows')
    .description(
      'Runs the functions of algorithms/NAME.py in a jail with inputs of growing size, counts what the interpreter does, and ' +
        'says which class of time and memory that is, and whether it is what the functions declare (docs/algorithms.md).\n' +
        'Exit code 1: something could not be measured, or costs more than it declares.',
    )
    .argument('<name>', 'of the file, without .py')
    .option('--function <name>', 'this function alone; may be repeated', append)
    .option('--budget <seconds>', `for all of them together (default: ${budgetBounds.ordinary})`)
    .option('--folder <dir>', 'where the file is', algorithmsFolder)
    .option('--env <name>', 'Python environment (default: python)')
    .option('--no-audit', 'without the audit log, which has every run before it begins')
    .option('--json', 'print all that was measured as JSON');
  addConfigOption(command).action(async (name: string, options: AnalyzeOptions) => {
    setExitCode(await analyze(name, options));
  });
}

async function analyze(name: string, options: AnalyzeOptions): Promise<number> {
  const source = await findAlgorithm(options.folder, name);
  const budgetSeconds = parseSeconds(options.budget);
  const { env, audit: audited, config } = options;
  const settings = await readSettings({ env, audit: audited, config });
  const redactor = await openRedactor(
    settings.redaction,
    warn,
    await findNeededSecrets({ ...settings, services: [] }),
  );
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
    try {
      const service = new AlgorithmsService({ executor, environment, limits });
      const job = { source, functions: options.function ?? [], budgetSeconds };
      return report(await measure(service, job), options);
    } finally {
      await executor.close();
      await audit?.close();
    }
  });
}

async function measure(
  service: AlgorithmsService,
  job: Parameters<AlgorithmsService['analyse']>[2],
): Promise<Analysis> {
  const cancel = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      cancel.abort();
    });
  const bars: ReturnType<typeof openProgressBar>[] = [];
  try {
    return await service.analyse(toCaller('command-line'), 'analyze', job, {
      signal: cancel.signal,
      onMeasured: ({ name, kind, of }) => {
        if (bars.length === 0) bars.push(openProgressBar(process.stderr, of));
        bars[0]?.step(`${name}, ${kind}`);
      },
    });
  } finally {
    bars[0]?.end();
  }
}

function report(analysis: Analysis, { json }: AnalyzeOptions): number {
  process.stdout.write(
    json === true
      ? renderAnalysisJson(analysis)
      : renderAnalysis(analysis, wantsColours(process.stdout) ? 'coloured' : 'plain'),
  );
  const { functions, notLoaded, cutShort, skipped } = analysis;
  const isWhole = notLoaded === null && cutShort === null && skipped.length === 0;
  const isGood = functions.every(
    ({ measured, timeAsDeclared }) => measured.why === null && timeAsDeclared !== 'more than declared',
  );
  return isWhole && isGood && functions.length > 0 ? 0 : 1;
}

function parseSeconds(text: string | undefined): number {
  if (text === undefined) return budgetBounds.ordinary;
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= budgetBounds.least && seconds <= budgetBounds.most) return seconds;
  throw new PymcpError(
    'input.limit-invalid',
    `the budget ${JSON.stringify(text)} is no number of seconds between ${budgetBounds.least} and ${budgetBounds.most}`,
    `give one, such as --budget ${budgetBounds.ordinary}`,
  );
}

function warn(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}
