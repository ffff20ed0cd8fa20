// `pymcp memory show|export|import|clear`: what is remembered, for the person whose memory it is.
import type { Command } from 'commander';
import { PymcpError } from '../core/errors.js';
import { toCaller } from '../core/caller.js';
import type { Asker, MemoryService } from '../services/memory/memory-service.js';
import { renderMemory } from './render-memory.js';

interface MemoryOptions {
  readonly workspace?: string;
  readonly json?: true;
}

const workspaceOption = [
  '--workspace <dir>',
  'of this workspace, instead of the memory without one',
] as const;
const mostFileBytes = 256 * 1024 * 1024;

export function addMemoryCommand(program: Command): void {
  const memory = program
    .command('memory')
    .summary('show, export, import and clear what the memory has')
    .description(
      'The service memory (pymcp stdio --services memory) keeps a knowledge graph of each workspace, and one for whoever has ' +
        'none (docs/memory.md). These commands are for the person whose memory it is.',
    );
  memory
    .command('show')
    .summary('print what is remembered')
    .description('Prints all entities with their observations, who stored each and when, and the relations.')
    .option(...workspaceOption)
    .option('--json', 'print it as JSON')
    .action((options: MemoryOptions) => withMemory(options, 'show', show));
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
    .command('clear')
    .summary('forget all of it')
    .description('Deletes everything that the memory has, so that nothing of it is left in its file.')
    .option(...workspaceOption)
    .option('--yes', 'do it: without it nothing is deleted')
    .option('--json', 'print what was deleted as JSON')
    .action((options: MemoryOptions & { readonly yes?: true }) => withMemory(options, 'clear', clear));
}

type Work<Options> = (service: MemoryService, asker: Asker, options: Options) => Promise<void>;

/** Loaded here: no other command needs a memory. audit.chain: what a person does to it is written down as well. */
async function withMemory<Options extends MemoryOptions>(
  options: Options,
  tool: string,
  work: Work<Options>,
): Promise<void> {
  const [{ loadSettings }, { openRedactor }, { openChosenAudit }, { openMemoryService }] = await Promise.all([
    import('../config/load-settings.js'),
    import('./open-redactor.js'),
    import('./open-audit.js'),
    import('./open-memory-service.js'),
  ]);
  const { audit: auditSettings, redaction } = await loadSettings({ flags: {}, environment: process.env });
  const warn = (message: string): void => {
    process.stderr.write(`warning: ${message}\n`);
  };
  const redactor = await openRedactor(redaction, warn);
  const name = `memory ${tool}`;
  const onProblem = (error: unknown): void => {
    warn(redactor.redactText(String(error)));
  };
  const audit = await openChosenAudit(auditSettings, { name, onProblem, warn, redactor });
  const { workspace } = options;
  const service = await openMemoryService(
    workspace === undefined ? {} : { workspace: { folder: workspace, writable: false } },
    { redactor, ...(audit === null ? {} : { journal: audit.journal }) },
  );
  try {
    await work(service, { caller: toCaller('command-line'), tool }, options);
  } finally {
    await service.close();
    await audit?.close();
  }
}

async function show(service: MemoryService, asker: Asker, { json }: MemoryOptions): Promise<void> {
  const { entities, relations, provenance } = await service.readWhole(asker);
  if (json === true) printJson({ folder: service.folder, entities, relations, provenance });
  else process.stdout.write(renderMemory(service.folder, { entities, relations, provenance }));
}

async function exportGraph(service: MemoryService, asker: Asker, { json }: MemoryOptions): Promise<void> {
  const { entities, relations } = await service.readWhole(asker);
  if (json === true) {
    printJson({ entities, relations });
    return;
  }
  const { toJsonl } = await import('../services/memory/jsonl.js');
  process.stdout.write(toJsonl({ entities, relations }));
}

async function importFile(
  service: MemoryService,
  asker: Asker,
  path: string,
  { json, skipDamaged }: MemoryOptions & { readonly skipDamaged?: true },
): Promise<void> {
  const { parseJsonl, refuseBadLines } = await import('../services/memory/jsonl.js');
  const graph = parseJsonl(await readText(path));
  if (skipDamaged !== true) refuseBadLines(graph);
  const added = await service.importGraph(asker, graph);
  for (const { line, why } of graph.bad)
    process.stderr.write(`warning: line ${line} ${why}, and was left out\n`);
  if (json === true) printJson({ ...added, left_out: graph.bad });
  else
    process.stderr.write(
      `Added ${added.entities} entities, ${added.observations} observations and ${added.relations} relations; ` +
        'what was there already stays.\n',
    );
}

async function clear(
  service: MemoryService,
  asker: Asker,
  { yes, json }: MemoryOptions & { readonly yes?: true },
): Promise<void> {
  const { entities, relations } = await service.readWhole(asker);
  const counts = { entities: entities.length, relations: relations.length };
  if (yes !== true)
    throw new PymcpError(
      'usage.invalid',
      `nothing was deleted: ${counts.entities} entities and ${counts.relations} relations would be gone`,
      'keep a copy with pymcp memory export, then say it with --yes',
    );
  await service.clear(asker);
  if (json === true) printJson({ deleted: counts });
  else process.stderr.write(`Deleted ${counts.entities} entities and ${counts.relations} relations.\n`);
}

async function readText(path: string): Promise<string> {
  const { readRegularFile } = await import('../host/files.js');
  const problem = (why: string): PymcpError =>
    new PymcpError(
      'input.file-unreadable',
      `${JSON.stringify(path)} ${why}`,
      'check the path; nothing was imported',
    );
  const found = await readRegularFile(path, mostFileBytes).catch((error: unknown) => {
    throw problem(`cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  });
  if (found.kind !== 'read') throw problem(found.kind === 'too-large' ? 'is too large' : 'is not a file');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(found.bytes);
  } catch {
    throw problem('is not UTF-8');
  }
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
