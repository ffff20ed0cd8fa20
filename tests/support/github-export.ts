// What GitHub has of a repository besides its secrets, as far as the export of secrets uses it: one file, environments, and a machine that
// really runs the script of the workflow.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { parse } from 'yaml';
import type { GitHubDescription, Operation } from './github-description.js';
import { type Answer, failure } from './github-server.js';

export interface Workflow {
  readonly 'run-name': string;
  readonly on: { readonly workflow_dispatch: { readonly inputs: Readonly<Record<string, unknown>> } };
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly environment: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number>>;
}

interface Run {
  readonly id: number;
  readonly title: string;
  status: string;
  conclusion: string | null;
  readonly inputs: Readonly<Record<string, string>>;
}

type Plan = 'all' | 'no reviewers' | 'no environments';

export class GitHubExport {
  readonly files = new Map<string, string>();
  readonly environments = new Map<string, { reviewers: number[]; branches: string[] }>();
  readonly runs: Run[] = [];
  /** Of runs, by id. */
  readonly artifacts = new Map<number, Uint8Array>();
  readonly logs = new Map<number, string>();
  plan: Plan = 'all';
  /** What each look at a run finds, the last one for ever. */
  states: readonly string[] = ['completed'];
  /** In place of what the run has kept. */
  forge: (zip: Uint8Array, run: Run) => Uint8Array | null = (zip) => zip;
  readonly #description: GitHubDescription;
  readonly #valueOf: (name: string) => string | null;
  readonly #signature = randomBytes(8).toString('hex');
  #looks = 0;

  constructor(description: GitHubDescription, valueOf: (name: string) => string | null) {
    this.#description = description;
    this.#valueOf = valueOf;
  }

  blobOf(url: URL): Uint8Array | null {
    const id = Number(url.pathname.split('/').at(-1));
    return url.searchParams.get('sig') === this.#signature ? (this.artifacts.get(id) ?? null) : null;
  }

  answer(operation: Operation, address: string, body: unknown): Answer {
    const { path, method, parameters } = operation;
    const [, , , , part = ''] = path.split('/');
    const id = Number(parameters['run_id'] ?? parameters['artifact_id']);
    switch (`${method} ${part === 'actions' ? path.split('/').slice(5).join('/') : part}`) {
      case 'get ':
        return this.#fill(operation, { default_branch: 'trunk', language: null, ...notOfAFork });
      case 'get contents':
        return this.#readFile(operation);
      case 'put contents':
        return this.#writeFile(operation, body as { content: string; branch: string; sha?: string });
      case 'get environments':
        return this.#readEnvironment(operation);
      case 'put environments':
        return this.#makeEnvironment(operation, body as EnvironmentBody);
      case 'post environments':
        return this.#allowBranch(operation, body as { name: string });
      case 'post workflows/{workflow_id}/dispatches':
        return this.#dispatch(body as { ref: string; inputs: Record<string, string> });
      case 'get workflows/{workflow_id}/runs':
        return this.#listRuns(operation);
      case 'get runs/{run_id}':
        return this.#readRun(operation, id);
      case 'post runs/{run_id}/cancel':
        return this.#cancel(id);
      case 'delete runs/{run_id}/logs':
        return this.logs.delete(id) ? { status: 204 } : failure(404, 'Not Found');
      case 'get runs/{run_id}/artifacts':
        return this.#listArtifacts(operation, id);
      case 'get artifacts/{artifact_id}/{archive_format}':
        return { status: 302, headers: { location: `${address}/blob/${id}?sig=${this.#signature}` } };
      case 'delete artifacts/{artifact_id}':
        return this.artifacts.delete(id) ? { status: 204 } : failure(404, 'Not Found');
      default:
        return assert.fail(`${method} ${path}`);
    }
  }

  #fill(operation: Operation, fields: Readonly<Record<string, unknown>>, status = 200): Answer {
    return { status, body: { ...this.#description.exampleOf(operation, status), ...fields } };
  }

  #readFile(operation: Operation): Answer {
    const text = this.files.get(operation.parameters['path'] ?? '');
    if (text === undefined) return failure(404, 'Not Found');
    const content = Buffer.from(text)
      .toString('base64')
      .replace(/(.{60})/g, '$1\n');
    return this.#fill(operation, {
      type: 'file',
      encoding: 'base64',
      content,
      sha: shaOf(text),
      size: text.length,
    });
  }

  #writeFile(
    { parameters: { path = '' } }: Operation,
    body: { content: string; branch: string; sha?: string },
  ): Answer {
    const before = this.files.get(path);
    if (body.branch !== 'trunk') return failure(404, 'Branch not found');
    if (before !== undefined && body.sha === undefined) return failure(422, `"sha" wasn't supplied.`);
    if (before !== undefined && body.sha !== shaOf(before)) return failure(409, 'does not match');
    this.files.set(path, Buffer.from(body.content, 'base64').toString());
    return { status: before === undefined ? 201 : 200, body: { content: null, commit: {} } };
  }

  #readEnvironment(operation: Operation): Answer {
    const name = operation.parameters['environment_name'] ?? '';
    const found = this.environments.get(name);
    if (found === undefined) return failure(404, 'Not Found');
    const reviewers = found.reviewers.map((id) => ({ type: 'User', reviewer: { id } }));
    const rules =
      reviewers.length === 0 ? [] : [{ id: 1, node_id: 'x', type: 'required_reviewers', reviewers: [] }];
    return {
      status: 200,
      body: { ...this.#description.exampleOf(operation, 200), name, protection_rules: rules },
    };
  }

  #makeEnvironment(operation: Operation, body: EnvironmentBody): Answer {
    const name = operation.parameters['environment_name'] ?? '';
    if (this.plan === 'no environments') return failure(422, 'Upgrade to GitHub Pro to enable this feature.');
    if (this.plan === 'no reviewers' && body.reviewers !== undefined)
      return failure(422, 'Please ensure the billing plan supports the required reviewers protection rule.');
    const reviewers = (body.reviewers ?? []).map(({ id }) => id);
    this.environments.set(name, { reviewers, branches: body.deployment_branch_policy === null ? ['*'] : [] });
    return this.#readEnvironment(operation);
  }

  #allowBranch(operation: Operation, { name }: { name: string }): Answer {
    const found = this.environments.get(operation.parameters['environment_name'] ?? '');
    if (found === undefined) return failure(404, 'Not Found');
    found.branches.push(name);
    return this.#fill(operation, { name });
  }

  get workflow(): Workflow {
    return parse(this.files.get('.github/workflows/pymcp-export.yml') ?? '') as Workflow;
  }

  #dispatch({ ref, inputs }: { ref: string; inputs: Record<string, string> }): Answer {
    if (ref !== 'trunk') return failure(422, 'No ref found');
    const wanted = Object.keys(this.workflow.on.workflow_dispatch.inputs);
    assert.deepEqual(Object.keys(inputs).sort(), wanted.sort());
    const title = expand(this.workflow['run-name'], { inputs });
    this.#looks = 0;
    this.runs.push({ id: 100 + this.runs.length, title, status: 'queued', conclusion: null, inputs });
    return { status: 204 };
  }

  /** Each look at it brings it further. */
  #advance(run: Run): void {
    if (run.status === 'completed') return;
    run.status = this.states[this.#looks] ?? this.states.at(-1) ?? 'queued';
    this.#looks += 1;
    if (run.status === 'completed') this.#carryOut(run);
  }

  #carryOut(run: Run): void {
    const [log, zip] = runExport(this.workflow, run.inputs, this.#valueOf);
    this.logs.set(run.id, log);
    run.conclusion = zip === null ? 'failure' : 'success';
    const kept = zip === null ? null : this.forge(zip, run);
    if (kept !== null) this.artifacts.set(run.id, kept);
  }

  #show(operation: Operation, run: Run): object {
    const { parameters } = operation;
    const one = this.#description.find('get', `/repos/octo/hello/actions/runs/${run.id}`);
    const page = `https://github.com/${parameters['owner'] ?? ''}/${parameters['repo'] ?? ''}/actions/runs/${run.id}`;
    return {
      ...this.#description.exampleOf(one, 200),
      id: run.id,
      display_title: run.title,
      event: 'workflow_dispatch',
      path: '.github/workflows/pymcp-export.yml@trunk',
      status: run.status,
      conclusion: run.conclusion,
      html_url: page,
    };
  }

  #listRuns(operation: Operation): Answer {
    for (const run of this.runs) this.#advance(run);
    const shown = this.runs.map((run) => this.#show(operation, run));
    return { status: 200, body: { total_count: shown.length, workflow_runs: shown.reverse() } };
  }

  #readRun(operation: Operation, id: number): Answer {
    const run = this.runs.find((one) => one.id === id);
    if (run === undefined) return failure(404, 'Not Found');
    this.#advance(run);
    return { status: 200, body: this.#show(operation, run) };
  }

  #cancel(id: number): Answer {
    const run = this.runs.find((one) => one.id === id);
    if (run === undefined || run.status === 'completed') return failure(409, 'Cannot cancel');
    Object.assign(run, { status: 'completed', conclusion: 'cancelled' });
    return { status: 202, body: {} };
  }

  #listArtifacts(operation: Operation, id: number): Answer {
    const [example] = this.#description.exampleOf(operation, 200)['artifacts'] as readonly object[];
    const shown = this.artifacts.has(id) ? [{ ...example, id, name: 'pymcp-export' }] : [];
    return { status: 200, body: { total_count: shown.length, artifacts: shown } };
  }
}

interface EnvironmentBody {
  readonly reviewers?: readonly { readonly id: number }[];
  readonly deployment_branch_policy?: object | null;
}

/** The example is of a fork, and has less of its source than the description asks for. */
const notOfAFork = { parent: undefined, source: undefined, template_repository: undefined };

const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');

type Context = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The expressions that the workflow uses: `${{ inputs.key }}`. */
function expand(text: string, context: Context): string {
  return text.replace(/\$\{\{ (\w+)\.(\w+) \}\}/g, (_, part: string, name: string) => {
    const found = context[part];
    assert.ok(found !== undefined, `${part}.${name}`);
    return found[name] ?? '';
  });
}

/** As a runner does: the script by bash, then the upload. @returns the log, and the zip of what the upload names */
export function runExport(
  workflow: Workflow,
  inputs: Readonly<Record<string, string>>,
  valueOf: (name: string) => string | null,
): readonly [log: string, zip: Uint8Array | null] {
  const temp = mkdtempSync(join(tmpdir(), 'pymcp-runner-'));
  try {
    const [seal, upload] = Object.values(workflow.jobs)[0]?.steps ?? [];
    assert.ok(seal?.run !== undefined && upload?.with !== undefined);
    const secrets = new Proxy({}, { get: (_, name) => valueOf(String(name)) ?? '' });
    const context: Context = { inputs, secrets, runner: { temp } };
    const env = Object.entries(seal.env ?? {}).map(([name, text]) => [name, expand(text, context)]);
    const script = join(temp, 'script.sh');
    writeFileSync(script, seal.run);
    const { status, stdout, stderr } = spawnSync('/bin/bash', ['-e', script], {
      env: {
        ...(Object.fromEntries(env) as Record<string, string>),
        PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
        RUNNER_TEMP: temp,
        GITHUB_REPOSITORY: 'Octo/hello',
      },
      encoding: 'utf8',
    });
    const log = `${stdout}${stderr}`;
    if (status !== 0) return [log, null];
    const path = expand(String(upload.with['path']), context);
    return [log, zipSync({ [path.split('/').at(-1) ?? '']: readFileSync(path) })];
  } finally {
    rmSync(temp, { recursive: true });
  }
}
