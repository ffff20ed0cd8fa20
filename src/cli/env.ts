// `pymcp env create|list|show|remove|prune|audit`: Python environments of packages that a person has chosen.
import { type Command, Option } from 'commander';
import type { CreateOptions } from './environments/create.js';
import type { PruneOptions } from './environments/prune.js';
import type { RemoveOptions } from './environments/remove.js';
import { resolverNames } from '../core/resolver-names.js';
import { addConfigOption, append } from './gateway-options.js';

interface JsonOption {
  readonly json?: true;
}

export function addEnvCommand(program: Command, setExitCode: (code: number) => void): void {
  const env = program
    .command('env')
    .summary('make, list, check and remove Python environments')
    .description(
      'A Python environment is a set of packages that never changes, by the hashes of its archives. Programs run in it with ' +
        '`pymcp run --env NAME`, and without a network unless they are given one.',
    );
  const create = env
    .command('create')
    .summary('make an environment of a file of requirements')
    .description(
      'Makes an environment of a file of requirements, each pinned with its hashes (NAME==VERSION --hash=sha256:…). Where they are ' +
        'not, versions are found, shown, and with your yes written to FILE.lock. Archives come from one index through the egress ' +
        'proxy, and are unpacked in a jail without a network. What was cut off is gone on with by the same command.',
    )
    .argument('<name>', 'what you will know it by: letters, digits and underscores')
    .requiredOption('--requirements <file>', 'the packages, in the form of pip')
    .option('--python <path>', 'the Python that it is for (default: /usr/bin/python3)')
    .option('--preload <modules>', 'what its programs find imported, with commas between', '')
    .option('--index <index>', 'the one source: pypi, or the address of an index', 'pypi')
    .option(
      '--allow-source <name>',
      'take a source archive of this package, and build it in a jail; may be repeated',
      append,
    )
    .addOption(
      new Option(
        '--resolver <name>',
        'who finds versions that are left open; auto: uv where it is installed, else pip',
      )
        .choices(resolverNames)
        .default('auto'),
    )
    .option('--timeout <seconds>', 'how long the index may say nothing', '30')
    .option('--yes', 'write FILE.lock without asking')
    .option('--json', 'print the record as JSON');
  addConfigOption(create).action(async (name: string, options: CreateOptions) => {
    const { createCommand } = await import('./environments/create.js');
    await createCommand(name, options);
  });
  env
    .command('list')
    .summary('list the environments')
    .description('Lists the environments that pymcp has of its own, and those that were made.')
    .option('--json', 'print them as JSON')
    .action(async (options: JsonOption) => {
      const { listCommand } = await import('./environments/list.js');
      await listCommand(options);
    });
  env
    .command('show')
    .summary('show what an environment is made of')
    .description('Shows the packages of an environment, with the hash of each archive.')
    .argument('<name>', 'the environment')
    .option('--json', 'print its record as JSON')
    .action(async (name: string, options: JsonOption) => {
      const { showCommand } = await import('./environments/show.js');
      showCommand(name, options);
    });
  const remove = env
    .command('remove')
    .summary('remove an environment')
    .description('Removes an environment. Sessions that run in it go on; what starts later does not find it.')
    .argument('<name>', 'the environment')
    .option('--json', 'print what was removed as JSON');
  addConfigOption(remove).action(async (name: string, options: RemoveOptions) => {
    const { removeCommand } = await import('./environments/remove.js');
    await removeCommand(name, options);
  });
  const prune = env
    .command('prune')
    .summary('remove what nobody may need any more')
    .description(
      'Removes environments that were made for programs (script_…) longer ago than --days, files that no environment names, and what ' +
        'was left of makings that were cut off. A program that still asks for one gets it anew.',
    )
    .option('--days <days>', 'how old they have to be', '30')
    .option('--json', 'print what was removed as JSON');
  addConfigOption(prune).action(async (options: PruneOptions) => {
    const { pruneCommand } = await import('./environments/prune.js');
    await pruneCommand(options);
  });
  env
    .command('audit')
    .summary('check every byte of an environment')
    .description(
      'Compares every file of an environment with the hash of its content and with what its packages say of themselves. ' +
        'Exit code 3 where something is wrong.',
    )
    .argument('<name>', 'the environment')
    .option('--json', 'print the findings as JSON')
    .action(async (name: string, options: JsonOption) => {
      const { auditCommand } = await import('./environments/audit.js');
      setExitCode(await auditCommand(name, options));
    });
}
