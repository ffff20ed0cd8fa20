// One step of making an environment, in a jail of its own: a fresh template and one sandbox, which sees the interpreter, one folder that it
// may write to and, where the step asks the index, the egress proxy. jail.once, net.none: nothing of it is left for the next step.
import { join } from 'node:path';
import { toCaller } from '../../core/caller.js';
import { PymcpError } from '../../core/errors.js';
import type { InputFile } from '../../core/exchanged-file.js';
import type { ExecutionJournal } from '../../core/execution-journal.js';
import type { ExecutionRequest } from '../../core/execution-request.js';
import type { ExecutionResult } from '../../core/execution-result.js';
import { parseEnvironmentName } from '../../core/names.js';
import type { NetworkGrant } from '../../core/network.js';
import { sayDenied } from '../../core/say-denied.js';
import { toShownPath } from '../../core/shown-path.js';
import type { Workspace } from '../../core/workspace.js';
import type { SandboxSource } from '../../execution/execute.js';
import { executeRecorded } from '../../execution/execute-recorded.js';
import type { Boundary } from '../../execution/open-template.js';
import { openMadeFolder } from '../../execution/open-workspace.js';
import { Recorder } from '../../execution/recorder.js';
import { readdir, readFile } from '../../host/files.js';
import { packageRoot } from '../../host/package-root.js';
import type { Engine, Template } from '../../sandbox/backend-contract.js';
import { GuestWords, type PassingLine, toGuestRefusal } from './guest-words.js';
import { makingBounds, type MakingTask, toMakingLimits } from './making-bounds.js';
import { watchSize } from './watch-size.js';

export interface Making {
  /** Absolute path. */
  readonly interpreter: string;
  readonly strict: boolean;
  readonly boundary: Boundary;
  /** audit.chain: each step is an execution. */
  readonly journal: ExecutionJournal;
  readonly signal: AbortSignal;
}

/** A making that is under way. */
export interface OpenMaking extends Making {
  /** Of all its jails: there is one per process at a time. Whoever began the making closes it. */
  readonly engine: Engine;
}

export interface JailOptions {
  /** Absolute path of a folder that was made for it; shown at /workspace. */
  readonly folder: string;
  readonly network: NetworkGrant | null;
  /** Absolute path of a program that it may run besides the interpreter; left out: none. */
  readonly program?: string | null;
  /** It is set up when this has resolved, or not at all. */
  readonly after?: Promise<unknown>;
}

export interface TaskOptions {
  readonly task: MakingTask;
  readonly job: Readonly<Record<string, unknown>>;
  readonly onPassing: (line: PassingLine) => void;
}

const guestFolder = 'pymcp_wheels';
const origin = { caller: toCaller('command-line'), service: 'environments', tool: 'create' } as const;
/** For the log: whose Python it is that runs it; it has none of the packages of any. */
const environment = parseEnvironmentName('python');

/** Of one task. It is set up from the moment that it is made, so that this need not be waited for where there is something else to do. */
export class MakingJail {
  /** Resolves when its task has a sandbox, and this process is idle for a while; rejects where it is closed before that. */
  readonly busy: Promise<void>;
  readonly #making: OpenMaking;
  readonly #options: JailOptions;
  readonly #opening: Promise<OpenJail>;
  readonly #busy = withResolvers();
  #closed: Promise<void> | null = null;

  constructor(making: OpenMaking, options: JailOptions) {
    this.#making = making;
    this.#options = options;
    this.#opening = open(making, options);
    this.busy = this.#busy.promise;
    // Told to whoever runs a task in it, and to whoever waits for it.
    this.#opening.catch(() => undefined);
    this.busy.catch(() => undefined);
  }

  /** Once. Nothing of the task is left when it resolves. @throws PymcpError as `runTask` */
  async run(options: TaskOptions): Promise<GuestWords> {
    const { folder, network } = this.#options;
    const { strict, journal, signal } = this.#making;
    const { template, workspace } = await this.#opening;
    const words = new GuestWords(options.onPassing);
    const request = { ...(await toRequest(options)), ...(network === null ? {} : { network }) };
    const over = new AbortController();
    const tooLarge = watchSize(folder, over);
    try {
      const recorder = new Recorder(journal, { strict, workspace });
      const result = await executeRecorded(recorder, this.#tellOf(template), request, {
        onStdout: (chunk) => {
          words.take(chunk);
        },
        signal: AbortSignal.any([signal, over.signal]),
      });
      const { task } = options;
      refuseUnfinished({ task, result, words, signal, isTooLarge: tooLarge.isExceeded() });
    } finally {
      tooLarge.stop();
      // Nobody needs it any more, and nobody has to wait for it here; who made it is told.
      this.close().catch(() => undefined);
    }
    return words;
  }

  #tellOf(template: Template): SandboxSource {
    return {
      launch: async (limits) => {
        const sandbox = await template.launch(limits);
        this.#busy.resolve();
        return sandbox;
      },
    };
  }

  /** Also while it is being set up. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#busy.reject(new Error('nothing has run in it'));
    const opened = await this.#opening.catch(() => null);
    await opened?.template.close();
  }
}

/** Promise.withResolvers is there from Node.js 22 on. */
function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (why: Error) => void } {
  let [resolve, reject]: [() => void, (why: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((fulfil, refuse) => {
    [resolve, reject] = [fulfil, refuse];
  });
  return { promise, resolve, reject };
}

interface OpenJail {
  readonly template: Template;
  readonly workspace: Workspace;
}

async function open({ engine, interpreter, strict }: OpenMaking, options: JailOptions): Promise<OpenJail> {
  const { folder, network, program = null, after } = options;
  await after;
  const workspace = await openMadeFolder(folder);
  const reach = network === null ? {} : { network: { socketPath: await network.openSocket() } };
  const shown = program === null ? {} : { program: { executable: program, files: {} } };
  const template = await engine.openTemplate({
    ...{ interpreter, preload: [], strict, workspace, ...reach, ...shown },
  });
  return { template, workspace };
}

/**
 * In a jail that is made for it and is gone then.
 * @throws PymcpError as the guest refuses it (guest-words.ts), where it cannot be run, and `environment.cancelled`
 */
export async function runTask(
  making: OpenMaking,
  { folder, network, program = null, ...task }: TaskOptions & JailOptions,
): Promise<GuestWords> {
  const jail = new MakingJail(making, { folder, network, program });
  try {
    return await jail.run(task);
  } finally {
    await jail.close();
  }
}

async function toRequest({ task, job }: TaskOptions): Promise<ExecutionRequest> {
  const code = [
    `# A step of pymcp env create: ${task}.`,
    'import os',
    'os.chdir("/home/mcp")',
    `from ${guestFolder}.${task} import main`,
    'main()\n',
  ].join('\n');
  const files = [...(await readGuestFiles()), { path: 'job.json', bytes: Buffer.from(JSON.stringify(job)) }];
  return { code, fileName: 'main.py', environment, limits: toMakingLimits(task), files, origin };
}

async function readGuestFiles(): Promise<readonly InputFile[]> {
  const place = join(packageRoot(), 'guest', guestFolder);
  const names = (await readdir(place)).filter((name) => name.endsWith('.py'));
  return Promise.all(
    names.map(async (name) => ({ path: `${guestFolder}/${name}`, bytes: await readFile(join(place, name)) })),
  );
}

interface Finished {
  readonly task: MakingTask;
  readonly result: ExecutionResult;
  readonly words: GuestWords;
  readonly signal: AbortSignal;
  readonly isTooLarge: boolean;
}

const again = 'run the same command again: archives that are here already are not asked for again';

function refuseUnfinished({ task, result, words, signal, isTooLarge }: Finished): void {
  if (signal.aborted)
    throw new PymcpError('environment.cancelled', 'the making of the environment was cancelled', again);
  if (isTooLarge)
    throw new PymcpError(
      'environment.too-large',
      `the step ${task} has written more than ${makingBounds.treeBytes} bytes or ${makingBounds.treeFiles} files`,
      'take what is so large out of the requirements',
    );
  const [refused] = words.of('refused');
  if (result.networkDenied.length > 0 && (refused !== undefined || words.of('done').length === 0))
    throw new PymcpError(
      'environment.unreachable',
      `the index leads elsewhere, where archives are not taken from: ${sayDenied(result.networkDenied)}`,
      'the index that --index names is the only source: use one that gives its files itself',
    );
  if (refused !== undefined) throw toGuestRefusal(refused);
  if (words.of('done').length > 0) return;
  throw lostStep(task, result);
}

function lostStep(task: MakingTask, { outcome, stderr }: ExecutionResult): PymcpError {
  if (outcome.status === 'limit' && outcome.limit === 'wall')
    return new PymcpError(
      'environment.hanging',
      `the step ${task} was not over in time: ${outcome.message}`,
      again,
    );
  if (outcome.status === 'limit')
    return new PymcpError('environment.too-large', `the step ${task} was ended: ${outcome.message}`, again);
  const said =
    outcome.status === 'raised' ? `${outcome.error.name}: ${outcome.error.message}` : stderr.text.slice(-300);
  return new PymcpError(
    'environment.failed',
    `the step ${task} has failed: ${toShownPath(said.slice(0, 500))}`,
    'run the same command again; if it happens again, report it',
  );
}
