// `pymcp bench`: a process of its own, so that what is measured shares none with the command line.
import { Command, CommanderError } from 'commander';
import { parseNumber } from '#pymcp/core/parse-number.js';
import { reportError } from '#pymcp/cli/report-error.js';
import { backendChoices } from '#pymcp/core/backend-names.js';
import { PymcpError } from '#pymcp/core/errors.js';
import { backendVariable } from './library/inherited-boundary.js';
import { measure } from './measure.js';
import { renderText } from './render/text.js';
import type { Report } from './report.js';
import { scenarios } from './scenarios.js';

interface BenchOptions {
  readonly only?: readonly string[];
  readonly rounds?: string;
  readonly pause?: string;
  readonly full?: true;
  readonly backend?: string;
  readonly json?: true;
}

const quickRounds = 40;
/** A pool is full again, and what a run left to be cleaned up is clean: no contestant pays for the one before. */
const restMs = 25;
const fullRounds = 160;
const failureExitCode = 1;

async function main(): Promise<number> {
  let exitCode = 0;
  const command = new Command('pymcp bench')
    .description(
      'Measures runs and sessions against plain Python and other sandboxes, in turns,\n' +
        'and prints ratios next to what they must reach. It takes some minutes and both\n' +
        'processors: end what else is running.\n' +
        'Exit code 1: something could not be measured. A target that is missed is a\n' +
        'result, not a failure.',
    )
    .option(
      '--only <name>',
      `one part; may be repeated: ${scenarios.map(({ name }) => name).join(', ')}`,
      append,
    )
    .option('--rounds <n>', `rounds of each part (default: ${quickRounds})`)
    .option('--full', `${fullRounds} rounds: for figures that are kept`)
    .option('--pause <ms>', `rest before each start (default: ${restMs})`)
    .option('--backend <name>', `measure ${backendChoices.join(', ')} (default: auto)`)
    .option('--json', 'print everything as JSON')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .action(async (options: BenchOptions) => {
      exitCode = await bench(options);
    });
  try {
    await command.parseAsync();
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

async function bench(options: BenchOptions): Promise<number> {
  chooseBackend(options.backend);
  const rounds = options.rounds ?? String(options.full === true ? fullRounds : quickRounds);
  const report = await measure(
    {
      rounds: Math.round(parseNumber('--rounds', rounds, { least: 1, most: 100_000, unit: 'rounds' })),
      pauseMs: parseNumber('--pause', options.pause ?? String(restMs), {
        least: 0,
        most: 60_000,
        unit: 'milliseconds',
      }),
      only: options.only ?? [],
    },
    (words) => process.stderr.write(`» ${words}\n`),
  );
  process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : renderText(report));
  return hasFailed(report) ? failureExitCode : 0;
}

/** Every process of ours that is measured inherits it. @throws PymcpError `usage.invalid` */
function chooseBackend(name: string | undefined): void {
  if (name === undefined) return;
  if (!backendChoices.some((choice) => choice === name))
    throw new PymcpError(
      'usage.invalid',
      `there is no backend named ${JSON.stringify(name.slice(0, 80))}`,
      `use one of: ${backendChoices.join(', ')}`,
    );
  process.env[backendVariable] = name;
}

function hasFailed({ scenarios: reports, held }: Report): boolean {
  return (
    'why' in held ||
    reports.some((one) => one.kind === 'failed' || one.rows.some(({ kind }) => kind === 'failed'))
  );
}

const append = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function exitCodeOf(error: unknown): number {
  if (!(error instanceof CommanderError)) return reportError(error);
  if (error.exitCode === 0) return 0;
  const message = error.message.replace(/^error: /, '').split('\n')[0] ?? '';
  return reportError(new PymcpError('usage.invalid', message, 'run `pymcp bench --help`'));
}

process.exitCode = await main();
