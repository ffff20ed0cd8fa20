// `pymcp memory show|search|export|import|forget|clear`: what is remembered, for the person whose memory it is.
import type { Command } from 'commander';
import { clear, exportGraph, forget, importFile, searchMemory, show } from './memory-actions.js';
import { type MemoryOptions, withMemory } from './with-memory.js';

const workspaceOption = [
  '--workspace <dir>',
  'of this workspace, instead of the memory without one',
] as const;

export function addMemoryCommand(program: Command): void {
  const memory = program
    .command('memory')
    .summary('show, search, export, import and delete what the memory has')
    .description(
      'The service memory (pymcp stdio --services memory) keeps a knowledge graph of each workspace, and one for whoever has ' +
        'none (docs/memory.md). These commands are for the person whose memory it is.',
    );
  memory
    .command('show')
    .summary('print what is remembered')
    .description('Prints all entities with their observations, who stored each and when, and the relations.')
    .argument('[names...]', 'of entities: of these alone')
    .option(...workspaceOption)
    .option('--json', 'print it as JSON')
    .action((names: readonly string[], options: MemoryOptions) =>
      withMemory(options, 'show', (service, asker) => show(service, asker, names, options)),
    );
  memory
    .command('search')
    .summary('print what is found for some words, the best first')
    .description(
      'Finds entities as the tool search_nodes does: by words or parts of words, the best 20 first.',
    )
    .argument('<words...>', 'what to look for')
    .option(...workspaceOption)
    .option('--json', 'print it as JSON')
    .action((words: readonly string[], options: MemoryOptions) =>
      withMemory(options, 'search', (service, asker) => searchMemory(service, asker, words, options)),
    );
  memory
    .command('export')
    .summary('print it as the reference server keeps it')
    .description(
      'Prints a line of JSON for each entity and each relation, as the file of @modelcontextprotocol/server-memory has them.',
    )
    .option(...workspaceOption)
    .option('--json', 'print it as one JSON value')
    .action((options: MemoryOptions) => withMemory(options, 'export', exportGraph));
  memory
    .command('import')
    .summary('add what such a file has')
    .description(
      'Adds the entities, observations and relations of such a file. What is there already stays, and nothing is stored ' +
        'twice. All of the file is imported, or nothing is.',
    )
    .argument('<file>', 'memory.jsonl of the reference server, or an export')
    .option(...workspaceOption)
    .option('--skip-damaged', 'import the lines that can be read, and say which cannot')
    .option('--json', 'print what was added as JSON')
    .action((file: string, options: MemoryOptions & { readonly skipDamaged?: true }) =>
      withMemory(options, 'import', (service, asker) => importFile(service, asker, file, options)),
    );
  memory
    .command('forget')
    .summary('delete some entities')
    .description(
      'Deletes entities with their observations and their relations, and says how many there were.',
    )
    .argument('<names...>', 'of the entities, word for word')
    .option(...workspaceOption)
    .option('--json', 'print what was deleted as JSON')
    .action((names: readonly string[], options: MemoryOptions) =>
      withMemory(options, 'forget', (service, asker) => forget(service, asker, names, options)),
    );
  memory
    .command('clear')
    .summary('forget all of it')
    .description('Deletes everything that the memory has, so that nothing of it is left in its file.')
    .option(...workspaceOption)
    .option('--yes', 'do it: without it nothing is deleted')
    .option('--json', 'print what was deleted as JSON')
    .action((options: MemoryOptions & { readonly yes?: true }) => withMemory(options, 'clear', clear));
}
