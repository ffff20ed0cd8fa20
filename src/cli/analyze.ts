// `pymcp analyze NAME|FILE|-`: what it is told. What it does is loaded when it is asked for: no other command needs it.
import type { Command } from 'commander';
import { backendChoices } from '../core/backend-names.js';
import { budgetBounds } from '../services/algorithms/measuring-bounds.js';
import { type AnalyzeOptions, formats } from './analysis/analyze-options.js';
import { algorithmsFolder } from './find-algorithm.js';
import { addConfigOption, append } from './gateway-options.js';

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
    .option('--backend <name>', `what they are held by: ${backendChoices.join(', ')} (default: auto)`)
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
    const { analyze } = await import('./analysis/analyze.js');
    setExitCode(await analyze(name, options));
  });
}
