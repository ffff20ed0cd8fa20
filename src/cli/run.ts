// `pymcp run FILE|-`: a Python program in a fresh jail; stdout, stderr and exit code pass through.
import type { Command } from 'commander';
import type { Settings } from '../config/settings.js';
import { backendChoices } from '../core/backend-names.js';
import { parseCode, toGuestFileName } from '../core/execution-request.js';
import type { ExecutionResult } from '../core/execution-result.js';
import { parseLimits } from '../core/limits.js';
import { findEnvironment } from '../execution/environments/known-environments.js';
import { toCaller } from '../core/caller.js';
import type { EnvironmentName } from '../core/names.js';
import type { NetworkGrant } from '../core/network.js';
import type { SandboxPolicy, Template } from '../sandbox/backend-contract.js';
import type { SecretRedactor } from '../core/secret-redactor.js';
import { noJournal, type Origin } from '../core/execution-journal.js';
import { executeRecorded } from '../execution/execute-recorded.js';
import { type Boundary, openTemplate } from '../execution/open-template.js';
import { Recorder } from '../execution/recorder.js';
import { OutputSpool } from '../execution/output-spool.js';
import type { KnownSecret } from '../secrets/redact/compile-redactor.js';
import { addConfigOption, append, readSettings } from './gateway-options.js';
import { openChosenAudit } from './open-audit.js';
import { openChosenScripts } from './open-chosen-scripts.js';
import { findNeededSecrets } from './find-needed-secrets.js';
import { openNetwork } from './open-network.js';
import { openRedactor } from './open-redactor.js';
import { openChosenWorkspace, type WorkspaceOptions } from './open-chosen-workspace.js';
import { passThrough } from './pass-through.js';
import { readInputFiles } from './read-input-files.js';
import { readProgram } from './read-program.js';
import { redactFailure } from './redact-failure.js';
import { renderResultJson } from './render-result-json.js';
import { reportCreated } from './report-created.js';
import { reportDenied } from './report-denied.js';
import { reportError, toErrorLines } from './report-error.js';
import { reportOutcome } from './report-outcome.js';
import { openSaveFolder, saveArtifacts } from './save-artifacts.js';
import { toBoundary } from './to-boundary.js';
import { whenCrashed } from './when-crashed.js';

interface RunOptions extends WorkspaceOptions {
  readonly timeout?: string;
  readonly memory?: string;
  readonly env?: string;
  readonly file?: readonly string[];
  readonly saveFiles?: string;
  readonly json?: true;
  readonly strict?: true;
  readonly backend?: string;
  readonly outerBoundary?: string;
  /** Of `--no-audit`: true where it was not given. */
  readonly audit: boolean;
  readonly redact?: string;
  readonly redactFile?: string;
  readonly config?: string;
  readonly allow?: readonly string[];
  readonly bindSecret?: readonly string[];
  readonly scriptPackages?: string;
  readonly scriptIndex?: string;
}

export function addRunCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('run')
    .summary('run a Python program in a fresh jail')
    .description(
      'Runs a Python program in a jail of its own and passes stdout, stderr and the exit code through.\n' +
        'Exit code 124: out of time. 137: out of memory. 125: another limit. 130: cancelled.',
    )
    .argument('<file>', 'the program, or - to read it from stdin')
    .option('--timeout <seconds>', 'end the program after this time (default: 30)')
    .option('--memory <MB>', 'memory of the whole sandbox (default: 512)')
    .option('--env <name>', 'Python environment (default: python)')
    .option('--file <path[=name]>', 'put a file beside the program; may be repeated', append)
    .option('--save-files <dir>', 'save the files and figures that come out in this folder')
    .option('--workspace <dir>', 'show a folder to the program, as /workspace')
    .option('--writable', 'let the program write to the workspace')
    .option(
      '--allow <host>',
      'let the program reach a host, host:port, preset or rule; may be repeated',
      append,
    )
    .option(
      '--bind-secret <name=hosts>',
      'let the program use a secret at hosts, NAME=HOST,HOST, that it never sees; may be repeated',
      append,
    )
    .option('--script-packages <names>', 'packages that the program may ask for by a block "# /// script"')
    .option('--script-index <url>', 'the one index that these come from (default: that of the preset pypi)')
    .option('--strict', 'refuse to run where a limit is not enforced by the kernel')
    .option('--backend <name>', `what it is held by: ${backendChoices.join(', ')} (default: auto)`)
    .option(
      '--outer-boundary <what>',
      'container: in a container that permits no namespaces, let it be the outer wall (default: jail)',
    )
    .option(
      '--redact <names>',
      'variables whose values are masked in what comes out (default: GH_PAT,ANTHROPIC_API_KEY)',
    )
    .option(
      '--redact-file <file>',
      'file of NAME=value lines, for its owner alone, whose values are masked too',
    )
    .option('--no-audit', 'without the audit log, which has every run before it begins')
    .option('--json', 'print the whole result as JSON instead of passing output through');
  addConfigOption(command).action(async (file: string, options: RunOptions) => {
    setExitCode(await run(file, options));
  });
}

async function run(file: string, options: RunOptions): Promise<number> {
  const settings = await readRunSettings(options);
  // It has no services, whatever gateways are told.
  const secrets = await findNeededSecrets({ ...settings, services: [] });
  const redactor = await openRedactor(settings.redaction, sayWarning, secrets);
  whenCrashed((error) => {
    reportError(redactor.redactValue(error));
  });
  return redactFailure(redactor, () => runRedacted(file, options, settings, { redactor, secrets }));
}

interface Guarded {
  readonly redactor: SecretRedactor;
  readonly secrets: readonly KnownSecret[];
}

async function runRedacted(
  file: string,
  options: RunOptions,
  settings: Settings,
  { redactor, secrets }: Guarded,
): Promise<number> {
  const { strict, audit: wantedAudit, network: wantedNetwork } = settings;
  const limits = parseLimits(settings.limits);
  // One that is not there is refused before anything is opened for it.
  findEnvironment(settings.environment);
  const code = parseCode(await readProgram(file));
  const fileName = toGuestFileName(file);
  const files = await readInputFiles(options.file ?? [], fileName);
  if (options.saveFiles !== undefined) await openSaveFolder(options.saveFiles);
  const workspace = await openChosenWorkspace(options);
  const audit = await openChosenAudit(wantedAudit, {
    name: 'run',
    onProblem: (error) => {
      warn(redactor.redactValue(error));
    },
    warn: sayWarning,
    redactor,
  });
  const cancel = new AbortController();
  onInterrupt(() => {
    cancel.abort();
  });
  const environment = await findAskedFor(code, options, settings, audit, cancel.signal);
  const { interpreter, packages } = findEnvironment(environment);
  const spool = new OutputSpool();
  const network = await openNetwork(wantedNetwork, secrets);
  const grant = network?.grant() ?? null;
  const request = {
    ...{ code, fileName, files, environment, limits, spool, origin, redactor },
    ...(grant === null ? {} : { network: grant }),
  };
  // For one program nothing is gained by importing what it may not need.
  const brought = packages === undefined ? {} : { packages };
  const policy = { interpreter, preload: [], strict, ...brought, ...workspace };
  const template = openJail(policy, grant, toBoundary(settings));
  // Whoever waits for it is told; until then nobody does.
  template.catch(() => undefined);
  try {
    const observer = options.json === true ? {} : passThrough();
    const recorder = new Recorder(audit?.journal ?? noJournal, { strict, ...workspace });
    const result = await executeRecorded(recorder, template, request, {
      ...observer,
      signal: cancel.signal,
    });
    return await report(result, options);
  } finally {
    const closed = template.then(
      (opened) => opened.close(),
      () => undefined,
    );
    await Promise.all([closed.then(() => network?.close()), spool.close(), audit?.close()]);
  }
}

const origin: Origin = { caller: toCaller('command-line'), service: 'python', tool: 'run' };

/** What a run does not end for. */
function warn(error: unknown): void {
  const [message, hint] = toErrorLines(error);
  sayWarning(message);
  process.stderr.write(`hint: ${hint}\n`);
}

function sayNote(text: string): void {
  process.stderr.write(`note: ${text}\n`);
}

function sayWarning(message: string): void {
  process.stderr.write(`warning: ${message}\n`);
}

/** What a program asks for by a block of its own, where the call names no environment. */
async function findAskedFor(
  code: string,
  { env }: RunOptions,
  settings: Settings,
  audit: Awaited<ReturnType<typeof openChosenAudit>>,
  signal: AbortSignal,
): Promise<EnvironmentName> {
  if (env !== undefined) return settings.environment;
  try {
    const scripts = openChosenScripts(settings, audit, sayNote);
    return (await scripts.find(code, signal)) ?? settings.environment;
  } catch (error) {
    await audit?.close();
    throw error;
  }
}

/** A run shows a folder only when it is asked to: a workspace of the configuration is for gateways. */
function readRunSettings(options: RunOptions): Promise<Settings> {
  const {
    env,
    timeout,
    memory,
    strict,
    backend,
    outerBoundary,
    audit,
    redact,
    redactFile,
    config,
    allow,
    bindSecret,
    scriptPackages,
    scriptIndex,
  } = options;
  return readSettings({
    ...{ env, timeout, memory, strict, backend, outerBoundary, audit, redact, redactFile, config, allow },
    ...{ bindSecret, scriptPackages, scriptIndex },
  });
}

/** Where there is a network, its socket is there before the jail that shows it. */
async function openJail(
  policy: SandboxPolicy,
  grant: NetworkGrant | null,
  boundary: Boundary,
): Promise<Template> {
  if (grant === null) return openTemplate(policy, boundary);
  return openTemplate({ ...policy, network: { socketPath: await grant.openSocket() } }, boundary);
}

async function report(result: ExecutionResult, { json, saveFiles }: RunOptions): Promise<number> {
  if (json === true) process.stdout.write(renderResultJson(result));
  else {
    reportCreated(result);
    reportDenied(result);
  }
  const exitCode = reportOutcome(result, json === true);
  if (saveFiles === undefined) return exitCode;
  try {
    await saveArtifacts(saveFiles, result);
    return exitCode;
  } catch (error) {
    const ownCode = reportError(error);
    return exitCode === 0 ? ownCode : exitCode;
  }
}

/**
 * The first interrupt cancels the run, which ends it within moments. Those that follow, up to our own end, change nothing:
 * what has begun to be taken down is taken down.
 */
function onInterrupt(cancel: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel);
}
