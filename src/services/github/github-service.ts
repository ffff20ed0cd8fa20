// The GitHub service of one gateway: one token, one policy, many callers. Each call is written down before anything is sent and
// after it has ended; what it answers is a value. Closes nothing: it holds no connection.
import type { Caller } from '../../core/caller.js';
import { noCallJournal, type CallJournal } from '../../core/call-journal.js';
import { PymcpError } from '../../core/errors.js';
import { readRepositoryName, type RepositoryPattern } from '../../core/github-repository.js';
import type { Workspace } from '../../core/workspace.js';
import { type Answer, toAnswer } from '../python/answer.js';
import { GitHubClient, type GitHubClientOptions } from './github-client.js';
import { importTree } from './import-tree.js';
import type { GitHubSetting } from './open-repository.js';
import type { Operation } from './operation.js';
import { ReadHistory } from './read-history.js';
import { RepositoryFacts } from './repository-facts.js';
import { RepositoryPolicy } from './repository-policy.js';

export interface GitHubServiceOptions extends GitHubClientOptions {
  readonly repositories: readonly RepositoryPattern[];
  /** Whether anything may be written on GitHub. */
  readonly write: boolean;
  /** Into which repositories may be brought; null where there is none that may be written to. */
  readonly workspace: Workspace | null;
  /** audit.chain: of every call. Nothing is recorded where it is left out. */
  readonly journal?: CallJournal;
  /** Told when something may have been written into the workspace. */
  readonly onWritten?: () => void;
  /** Told of a failure that is ours, with its trace. */
  readonly onProblem: (error: unknown) => void;
}

export interface GitHubCall {
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

export class GitHubService {
  readonly history = new ReadHistory();
  readonly canWrite: boolean;
  readonly canImport: boolean;
  /** For people and models: which repositories may be named. */
  readonly permitted: string;
  readonly #options: GitHubServiceOptions;
  readonly #setting: GitHubSetting;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: GitHubServiceOptions) {
    const { repositories, write, workspace } = options;
    const client = new GitHubClient(options);
    const policy = new RepositoryPolicy(repositories);
    this.#options = options;
    this.#setting = { client, policy, workspace, history: this.history, facts: new RepositoryFacts(client) };
    this.canWrite = write;
    this.canImport = workspace?.access === 'writable';
    this.permitted = policy.render();
  }

  /** Never rejects. */
  async call<Input, Value>(
    operation: Operation<Input, Value>,
    call: GitHubCall,
    input: Input,
  ): Promise<Answer<Value>> {
    const { onProblem, onWritten } = this.#options;
    const answer = await toAnswer(() => this.#record(operation, call, input), onProblem);
    if (operation.name === importTree.name) onWritten?.();
    return answer;
  }

  /** Of a client that has gone: nothing of it stays. */
  forget(caller: Caller): void {
    this.history.forget(caller);
  }

  async #record<Input, Value>(
    operation: Operation<Input, Value>,
    { caller, signal }: GitHubCall,
    input: Input,
  ): Promise<Value> {
    const { access, permission, name: tool } = operation;
    const journal = this.#options.journal ?? noCallJournal;
    const origin = { caller, service: 'github', tool };
    const entry = await journal.beginCall({ origin, subjects: subjectsOf(input), access });
    try {
      if (access === 'write' && !this.canWrite) throw readOnly(tool);
      const run = (): Promise<Value> =>
        operation.run(this.#setting, { caller, signal, access, permission }, input);
      const value = access === 'write' ? await this.#oneByOne(run) : await run();
      entry.end(null);
      return value;
    } catch (error) {
      entry.end(error);
      throw error;
    }
  }

  /** As GitHub asks it of whoever writes ("Best practices for using the REST API"). */
  #oneByOne<Value>(run: () => Promise<Value>): Promise<Value> {
    const done = this.#writing.then(run);
    this.#writing = done.catch(() => undefined);
    return done;
  }
}

/** Only what is a name: nothing else of what a caller said is written down. */
function subjectsOf(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null || !('owner' in input) || !('repo' in input)) return [];
  const text = `${String(input.owner)}/${String(input.repo)}`;
  return readRepositoryName(text) === null ? [] : [text];
}

const readOnly = (tool: string): PymcpError =>
  new PymcpError(
    'github.not-permitted',
    `${tool} writes, and this server only reads from GitHub`,
    'the user can permit it: --github-write, github.write',
  );
