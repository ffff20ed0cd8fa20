// `pymcp updates`: whether what this package stands on has known flaws or has ended, and what to do about each.
import type { Command } from 'commander';
import { parseEnvironmentName } from '../core/names.js';
import { nowMs } from '../host/clock.js';
import type { Verdict } from '../services/updates/update-check.js';
import { wantsColours } from './wants-colours.js';

interface UpdatesOptions {
  readonly env: string;
  readonly data?: string;
  readonly json?: true;
}

/** For monitors, so stable. 2, 3, 70 and 73 are those of every command (errors.ts). */
const exitCodes: Readonly<Record<Verdict, number>> = { current: 0, outdated: 1, unknown: 4 };

export function addUpdatesCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('updates')
    .summary('say what of that which this stands on is outdated, and what to do')
    .description(
      'Says what of that which this package stands on has known flaws or is not mended any more: the base image,\n' +
        'the system, Node.js, Python, bubblewrap, npm packages and optional components. It judges by data that came\n' +
        'with this package, and says how old that is; it asks no host and changes nothing.\n' +
        'Exit code 0: nothing to do. 1: something is outdated. 4: nothing is known to be, and something could not be\n' +
        'told.',
    )
    .option('--env <name>', 'Python environment', 'python')
    .option('--data <folder>', 'judge by the data of this folder, such as updates/ of a newer checkout')
    .option('--json', 'print it as JSON')
    .action(async (options: UpdatesOptions) => {
      setExitCode(await updates(options));
    });
}

async function updates({ env, data: folder, json }: UpdatesOptions): Promise<number> {
  const [
    { findEnvironment },
    { loadUpdateData },
    { surveyMachine },
    { judgeMachine },
    { toVerdict },
    { toDay },
  ] = await Promise.all([
    import('../execution/environments/known-environments.js'),
    import('../services/updates/load-update-data.js'),
    import('../services/updates/survey-machine.js'),
    import('../services/updates/judge-machine.js'),
    import('../services/updates/update-check.js'),
    import('../services/updates/day.js'),
  ]);
  const { interpreter } = findEnvironment(parseEnvironmentName(env));
  const [machine, data] = await Promise.all([surveyMachine(interpreter), loadUpdateData(folder)]);
  const today = toDay(nowMs());
  const checks = judgeMachine(machine, data, today);
  const verdict = toVerdict(checks);
  const report = { checks, verdict, exitCode: exitCodes[verdict], today, data };
  const { renderUpdates, renderUpdatesJson } = await import('./render-updates.js');
  process.stdout.write(
    json === true
      ? renderUpdatesJson(report)
      : renderUpdates(report, {
          colours: wantsColours(process.stdout),
          columns: process.stdout.columns,
        }),
  );
  return exitCodes[verdict];
}
