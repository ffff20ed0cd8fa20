// Opens the memory that a person has named, does something with it, and closes it, whatever happens.
import { toCaller } from '../core/caller.js';
import type { Asker, MemoryService } from '../services/memory/memory-service.js';

export interface MemoryOptions {
  readonly workspace?: string;
  readonly json?: true;
}

type Work<Options> = (service: MemoryService, asker: Asker, options: Options) => Promise<void>;

/** Loaded here: no other command needs a memory. audit.chain: what a person does to it is written down as well. */
export async function withMemory<Options extends MemoryOptions>(
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
