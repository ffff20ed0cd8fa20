// `pymcp env create NAME --requirements FILE`.
import { resolve } from 'node:path';
import { normaliseName } from '../../core/allowed-packages.js';
import { PymcpError } from '../../core/errors.js';
import { noJournal } from '../../core/execution-journal.js';
import { messageOf } from '../../core/message-of.js';
import { parseEnvironmentName } from '../../core/names.js';
import { parseNumber } from '../../core/parse-number.js';
import type { ResolverName } from '../../core/resolver-names.js';
import { findEnvironment } from '../../execution/environments/known-environments.js';
import { openEnvironmentStore } from '../../execution/environments/environment-store.js';
import { readRegularFile } from '../../host/files.js';
import { createEnvironment } from '../../services/environments/create-environment.js';
import { parseIndex } from '../../services/environments/index-address.js';
import { mostRequirementsBytes } from '../../services/environments/parse-requirements.js';
import { openArchiveCache } from '../../services/environments/open-archive-cache.js';
import { interruptible } from '../secrets/interruptible.js';
import { sayLess } from '../say-less.js';
import { acceptLock } from './accept-lock.js';
import { auditedCall, type ConfigOption } from './audited-call.js';
import { parsePreload } from './parse-preload.js';
import { reportMaking } from './report-making.js';

export interface CreateOptions extends ConfigOption {
  readonly requirements: string;
  readonly python?: string;
  readonly preload: string;
  readonly index: string;
  readonly allowSource?: readonly string[];
  readonly timeout: string;
  readonly resolver: ResolverName;
  readonly yes?: true;
  readonly json?: true;
}

export async function createCommand(text: string, options: CreateOptions): Promise<void> {
  const name = parseEnvironmentName(text);
  const index = parseIndex(options.index);
  const preload = parsePreload(options.preload);
  const requirements = { text: await readRequirements(options.requirements), file: options.requirements };
  const interpreter = resolve(options.python ?? findEnvironment(parseEnvironmentName('python')).interpreter);
  const quietSeconds = parseNumber('--timeout', options.timeout, { least: 1, most: 3600, unit: 'seconds' });
  const report = reportMaking(process.stderr);
  try {
    const call = { tool: 'create', subjects: [name, index.url] } as const;
    const { record } = await auditedCall(options, call, ({ settings, audit }) =>
      interruptible((signal) =>
        createEnvironment(
          {
            ...{ name, requirements, preload, index, quietSeconds, resolver: options.resolver },
            allowSource: new Set((options.allowSource ?? []).map(normaliseName)),
            acceptLock: (lock) => {
              report.end();
              return acceptLock(lock, options);
            },
          },
          { store: openEnvironmentStore(), cache: openArchiveCache() },
          {
            ...{ interpreter, strict: settings.strict, signal },
            boundary: { outerBoundary: settings.outerBoundary, onLess: sayLess },
            journal: audit?.journal ?? noJournal,
          },
          report,
        ),
      ),
    );
    report.end();
    if (options.json === true) process.stdout.write(`${JSON.stringify(record)}\n`);
    else
      process.stderr.write(
        `${name} is made, of ${record.packages.length} packages for Python ${record.pythonVersion}: pymcp run --env ${name} FILE\n`,
      );
  } finally {
    report.end();
  }
}

async function readRequirements(path: string): Promise<string> {
  const refuse = (why: string): never => {
    throw new PymcpError(
      'input.file-unreadable',
      `the requirements ${JSON.stringify(path)} cannot be read: ${why}`,
      'give a text file of NAME==VERSION lines',
    );
  };
  const found = await readRegularFile(path, mostRequirementsBytes).catch((error: unknown) =>
    refuse(messageOf(error)),
  );
  if (found.kind === 'not-regular') return refuse('it is no regular file');
  if (found.kind === 'too-large') return refuse(`it has ${found.size} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(found.bytes);
  } catch {
    return refuse('it is no UTF-8');
  }
}
