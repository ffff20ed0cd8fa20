// `pymcp verify`: attacks the jail on this machine with the hostile corpus and says which promises held.
import type { Command } from 'commander';
import { backendChoices } from '../core/backend-names.js';
import type { VerifyOptions } from './verify-jail.js';

export function addVerifyCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('verify')
    .summary('attack the jail on this machine, and say what held')
    .description(
      'Runs the hostile programs that come with this package (hostile/) in the jail on\n' +
        'this machine, looks from outside at what each has reached and left, and says of\n' +
        'each promise whether it was held. Takes one to two minutes; the programs read\n' +
        'planted files only, and nothing of them stays.\n' +
        'Exit code 0: every promise that it attacks was held. 1: one was not (with\n' +
        '--strict: or by less than the kernel). 3: this machine lacks what would hold\n' +
        'one, or the attacks are not whole.',
    )
    .option(
      '--only <name>',
      'one attack, or a group: files, processes, memory, time, network, egress, output, python, kernel, leftovers, innocent',
    )
    .option('--compare', 'also run what is harmless in plain Python and in one bubblewrap, side by side')
    .option('--report <file>', 'write an HTML report, with --compare in it, to a file that is not there yet')
    .option('--strict', 'fail also where a limit is not enforced by the kernel')
    .option('--backend <name>', `attack ${backendChoices.join(', ')} (default: auto)`)
    .option(
      '--outer-boundary <what>',
      'container: in a container that permits no namespaces, attack what it holds (default: jail)',
    )
    .option('--json', 'print what was found as JSON')
    .action(async (options: VerifyOptions) => {
      // Loaded here: no other command needs the corpus and what looks at it.
      const { verifyJail } = await import('./verify-jail.js');
      setExitCode(await verifyJail(options));
    });
}
