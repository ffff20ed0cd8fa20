// What run_python does, without protocol: checks what is asked for, runs it in a fresh jail or in a session, and makes an
// answer of everything that can happen. Never rejects: a refusal is an answer too.
import type { Caller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import { type ExecutionRequest, parseCode } from '../../core/execution-request.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import type { InputFile, Spool } from '../../core/exchanged-file.js';
import { type Limits, parseLimits, type WantedLimits } from '../../core/limits.js';
import type { NetworkGrant } from '../../core/network.js';
import { parseInputFiles } from '../../core/parse-input-files.js';
import {
  type EnvironmentName,
  parseEnvironmentName,
  parseSessionId,
  type SessionId,
} from '../../core/names.js';
import type { ExecutionObserver } from '../../execution/execute.js';
import { mayHaveBlock } from '../scripts/find-script-block.js';
import type { ScriptEnvironments } from '../scripts/script-environments.js';
import { type Refusal, toAnswer } from './answer.js';
import { findInput, type FoundInput } from './find-input.js';
import type { Networks } from './networks.js';
import type { PythonChanges } from './python-changes.js';
import type { PythonExecutor } from './python-executor.js';
import type { ResultStore } from './result-store.js';

/** A file with its content, or with the address of one that is there already (find-input.ts). */
export type GivenFile = InputFile | { readonly path: string; readonly uri: string };

export interface RunPythonInput {
  readonly code: string;
  /** The session to run in; a fresh jail where it is left out. */
  readonly sessionId?: string;
  /** Seconds; the service's ordinary limit where it is left out. */
  readonly timeoutSeconds?: number;
  /** Put beside the program before it starts. */
  readonly files?: readonly GivenFile[];
  /** The service's ordinary one where it is left out. */
  readonly environment?: string;
  /** Hosts, presets and rules; all that the service grants where it is left out, none where it is empty. */
  readonly network?: readonly unknown[];
}

export type RunPythonAnswer =
  { readonly kind: 'ran'; readonly result: ExecutionResult; readonly limits: Limits } | Refusal;

interface FoundFiles {
  readonly files: readonly InputFile[];
  /** Once they are no longer needed. */
  readonly drop: () => void;
}

/** What all runs of one gateway have in common. */
export interface RunPythonSetting {
  readonly executor: Pick<PythonExecutor, 'run' | 'sessions'>;
  /** What earlier runs of a caller have left. */
  readonly results: ResultStore;
  readonly spool: Spool;
  /** Told of what a call may have changed in its session. */
  readonly changes: Pick<PythonChanges, 'sessionCalled'>;
  readonly environment: EnvironmentName;
  readonly limits: WantedLimits;
  readonly networks: Networks;
  /** Where a program may ask for packages by itself. */
  readonly scripts: ScriptEnvironments;
  /** Told of a failure that is ours, with its trace. */
  readonly onBug: (error: unknown) => void;
}

export async function runPython(
  setting: RunPythonSetting,
  caller: Caller,
  input: RunPythonInput,
  observer: ExecutionObserver = {},
): Promise<RunPythonAnswer> {
  const answer = await toAnswer(async () => {
    const origin = { caller, service: 'python', tool: 'run_python' };
    // Nothing is awaited for a call that asks for none: calls go on in the order in which they came.
    const asked = mayAsk(input) ? await findAskedFor(setting, input.code, observer.signal) : {};
    const given = await findFiles(setting, caller, input);
    try {
      const request = { ...toRequest(setting, input, given.files), ...asked, origin };
      const { executor } = setting;
      const result =
        input.sessionId === undefined
          ? await executor.run(request, observer)
          : await runInSession(setting, caller, parseSessionId(input.sessionId), request, observer);
      return { result, limits: request.limits };
    } finally {
      given.drop();
    }
  }, setting.onBug);
  return answer.kind === 'refused' ? answer : { kind: 'ran', ...answer.value };
}

async function runInSession(
  { executor, changes }: RunPythonSetting,
  caller: Caller,
  id: SessionId,
  request: ExecutionRequest,
  observer: ExecutionObserver,
): Promise<ExecutionResult> {
  const result = await executor.sessions.run(caller, id, request, observer);
  const given = (request.files ?? []).map(({ path }) => path);
  changes.sessionCalled(caller, id, given, result);
  return result;
}

/** Whether its program may ask for packages: a call that names an environment, or a session, which has one, gets that. */
function mayAsk({ code, environment, sessionId }: RunPythonInput): boolean {
  return environment === undefined && sessionId === undefined && mayHaveBlock(code);
}

async function findAskedFor(
  { scripts }: RunPythonSetting,
  code: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly environment?: EnvironmentName }> {
  const found = await scripts.find(code, signal);
  return found === null ? {} : { environment: found };
}

async function findFiles(
  { executor, results, spool }: RunPythonSetting,
  caller: Caller,
  { files = [] }: RunPythonInput,
): Promise<FoundFiles> {
  const copies: FoundInput[] = [];
  const sources = { results, spool, sessions: executor.sessions };
  const drop = (): void => {
    for (const copy of copies) copy.drop();
  };
  const found: InputFile[] = [];
  try {
    for (const file of files) {
      if (!('bytes' in file)) copies.push(await findInput(sources, caller, file.uri));
      const bytes = 'bytes' in file ? file.bytes : copies.at(-1)?.bytes;
      if (bytes !== undefined) found.push({ path: file.path, bytes });
    }
  } catch (error) {
    drop();
    throw error;
  }
  return { files: found, drop };
}

function toRequest(
  setting: RunPythonSetting,
  input: RunPythonInput,
  given: readonly InputFile[],
): ExecutionRequest {
  const { timeoutSeconds } = input;
  const environment = toEnvironment(setting, input);
  const limits = parseLimits({
    ...setting.limits,
    ...(timeoutSeconds === undefined ? {} : { wallMs: Math.round(timeoutSeconds * 1000) }),
  });
  const fileName = 'main.py';
  const files = parseInputFiles(given, fileName);
  const { spool } = setting;
  const network = toNetwork(setting, input);
  return {
    ...{ code: parseCode(input.code), fileName, environment, limits, files, spool },
    ...(network === null ? {} : { network }),
  };
}

/** net.none: a session has the network that it was made with. */
function toNetwork(
  { networks }: RunPythonSetting,
  { network, sessionId }: RunPythonInput,
): NetworkGrant | null {
  if (sessionId === undefined) return networks.grant(network);
  if (network === undefined) return null;
  throw new PymcpError(
    'input.argument-invalid',
    'a session keeps the network that it was made with, and network was given beside session_id',
    'leave network out, or make another session with create_session and that network',
  );
}

function toEnvironment(
  setting: RunPythonSetting,
  { environment, sessionId }: RunPythonInput,
): EnvironmentName {
  if (environment === undefined) return setting.environment;
  if (sessionId === undefined) return parseEnvironmentName(environment);
  throw new PymcpError(
    'input.argument-invalid',
    'a session keeps the environment that it was made with, and env was given beside session_id',
    'leave env out, or make another session with create_session and that env',
  );
}
