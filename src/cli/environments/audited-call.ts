// audit.chain: the log for what changes the Python environments of this user.
import type { Audit } from '../../audit/open-audit.js';
import { toCaller } from '../../core/caller.js';
import { noCallJournal } from '../../core/call-journal.js';
import type { Settings } from '../../config/settings.js';
import { readSettings } from '../gateway-options.js';
import { openChosenAudit } from '../open-audit.js';
import { openRedactor } from '../open-redactor.js';

export interface ConfigOption {
  readonly config?: string;
}

export interface Call {
  readonly tool: 'create' | 'remove' | 'prune';
  readonly subjects: readonly string[];
}

/** What the work is done with. */
export interface Means {
  readonly settings: Settings;
  /** null where a person has switched it off. */
  readonly audit: Audit | null;
}

/** The call is in the log before its work begins, and what came of it after. @throws PymcpError as the work, `readSettings` and `openChosenAudit` */
export async function auditedCall<Result>(
  options: ConfigOption,
  { tool, subjects }: Call,
  work: (means: Means) => Promise<Result>,
): Promise<Result> {
  const means = await openMeans(options);
  try {
    const origin = { caller: toCaller('command-line'), service: 'environments', tool };
    const journal = means.audit?.journal ?? noCallJournal;
    const entry = await journal.beginCall({ origin, subjects, access: 'write' });
    try {
      const result = await work(means);
      entry.end(null);
      return result;
    } catch (error) {
      entry.end(error);
      throw error;
    }
  } finally {
    await means.audit?.close();
  }
}

async function openMeans({ config }: ConfigOption): Promise<Means> {
  const settings = await readSettings({ config });
  const warn = (message: string): void => {
    process.stderr.write(`warning: ${message}\n`);
  };
  const redactor = await openRedactor(settings.redaction, warn);
  const onProblem = (error: unknown): void => {
    warn(redactor.redactText(String(error)));
  };
  const audit = await openChosenAudit(settings.audit, { name: 'env', onProblem, warn, redactor });
  return { settings, audit };
}
