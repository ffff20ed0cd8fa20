#!/usr/bin/env node
// The command line: one file per command, loaded when it is asked for. Errors go to stderr as `error:` and `hint:`.
import { Command, CommanderError } from 'commander';
import { PymcpError } from '../core/errors.js';
import type { SecretName } from '../core/names.js';
import { defaultRedacted } from '../core/secret-names.js';
import { keepOutOfCores } from '../host/keep-out-of-cores.js';
import { packageVersion } from '../host/package-root.js';
import { addAnalyzeCommand } from './analyze.js';
import { addAuditCommand } from './audit.js';
import { addBenchCommand } from './bench.js';
import { addConfigCommand } from './config.js';
import { addConnectCommand } from './connect.js';
import { addDoctorCommand } from './doctor.js';
import { addEnvCommand } from './env.js';
import { addInstallCommand } from './install.js';
import { addLspCommand } from './lsp.js';
import { addMemoryCommand } from './memory.js';
import { reportError } from './report-error.js';
import { addRunCommand } from './run.js';
import { addSecretsCommand } from './secrets.js';
import { addServeCommand } from './serve.js';
import { addServeInImageCommand } from './serve-in-image.js';
import { addStdioCommand } from './stdio.js';
import { addTokenCommand } from './token.js';
import { addUpdatesCommand } from './updates.js';
import { addVerifyCommand } from './verify.js';
import { whenCrashed } from './when-crashed.js';

const usageExitCode = 2;

async function main(): Promise<number> {
  let exitCode = 0;
  const setExitCode = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('pymcp')
    .description('Runs Python in a jail that the kernel enforces.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand(false)
    .exitOverride(endWith)
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError();
  addRunCommand(program, setExitCode);
  addAnalyzeCommand(program, setExitCode);
  addDoctorCommand(program, setExitCode);
  addVerifyCommand(program, setExitCode);
  addStdioCommand(program);
  addServeCommand(program);
  addServeInImageCommand(program);
  addLspCommand(program, setExitCode);
  addTokenCommand(program);
  addSecretsCommand(program, setExitCode);
  addConfigCommand(program);
  addConnectCommand(program, setExitCode);
  addInstallCommand(program);
  addEnvCommand(program, setExitCode);
  addUpdatesCommand(program, setExitCode);
  addAuditCommand(program, setExitCode);
  addMemoryCommand(program);
  addBenchCommand(program);
  try {
    await program.parseAsync();
    return exitCode;
  } catch (error) {
    return await exitCodeOf(error);
  }
}

/** A command in a process of its own ends after the parsing has; all others throw what they end with. */
function endWith(error: CommanderError): void {
  if (error.code !== 'commander.executeSubCommandAsync') throw error;
  process.exitCode = error.exitCode;
}

async function exitCodeOf(error: unknown): Promise<number> {
  if (!(error instanceof CommanderError)) return reportError(await redactError(error));
  // Help and version were asked for and printed.
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') return usageExitCode;
  const message = error.message.replace(/^error: /, '').split('\n')[0] ?? '';
  const hint = 'run `pymcp --help` or `pymcp COMMAND --help`';
  return reportError(await redactError(new PymcpError('usage.invalid', message, hint)));
}

/** secret.unlogged: what a command has ended with before it knew its settings, or has none. */
async function redactError(error: unknown): Promise<unknown> {
  const { openRedactor } = await import('./open-redactor.js');
  const names = [...defaultRedacted, ...(process.env['PYMCP_REDACT'] ?? '').split(',')];
  const redact = names.filter((name) => name in process.env).map((name) => name as SecretName);
  const redactor = await openRedactor({ names: redact, file: null }, () => undefined);
  return redactor.redactValue(error);
}

// Before anything secret is read.
keepOutOfCores();
whenCrashed(async (error) => {
  reportError(await redactError(error));
});
process.exitCode = await main();
