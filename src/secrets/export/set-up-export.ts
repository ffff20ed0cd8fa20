// What `pymcp secrets setup --with-export` would do to a repository, and doing it: the workflow and its environment. Nothing that is
// there and not ours is changed.
import { PymcpError } from '../../core/errors.js';
import type { GitHubAccess } from '../github/github-access.js';
import { type EnvironmentState, findEnvironment, makeEnvironment } from '../github/protected-environment.js';
import {
  findDefaultBranch,
  readRemoteFile,
  type RemoteFile,
  writeRemoteFile,
} from '../github/workflow-file.js';
import { environmentName, namesInWorkflow, renderExportWorkflow, workflowPath } from './export-workflow.js';

export interface ExportPlan {
  readonly branch: string;
  readonly text: string;
  /** What is to be replaced, one of ours with other names; null: there is none. */
  readonly before: RemoteFile | null;
  readonly workflow: 'is there' | 'make' | 'replace';
  /** null where it is to be made. */
  readonly environment: EnvironmentState | null;
}

/** Only looks. @throws PymcpError `github.*`, `input.name-invalid` */
export async function planExport(access: GitHubAccess, names: readonly string[]): Promise<ExportPlan> {
  const text = renderExportWorkflow(names);
  const branch = await findDefaultBranch(access);
  const before = await readRemoteFile(access, workflowPath, branch);
  if (before === 'other' || (before !== null && namesInWorkflow(before.text) === null)) {
    const { owner, name } = access.repository;
    throw new PymcpError(
      'github.export-refused',
      `${workflowPath} is in ${owner}/${name} already, and is not as this version of pymcp writes it; it was left as it is`,
      'look at it, and remove or rename it there if nobody needs it; then run this again',
    );
  }
  const workflow = before === null ? 'make' : before.text === text ? 'is there' : 'replace';
  return { branch, text, before, workflow, environment: await findEnvironment(access, environmentName) };
}

/** The environment first: the workflow must not be there without it. @throws PymcpError `github.*` */
export async function carryOutExport(access: GitHubAccess, plan: ExportPlan): Promise<EnvironmentState> {
  const { branch, text, before, workflow } = plan;
  const environment = plan.environment ?? (await makeEnvironment(access, environmentName, branch));
  const message = 'ci: seal secrets for pymcp secrets fetch';
  if (workflow !== 'is there')
    await writeRemoteFile(access, { path: workflowPath, branch, message }, text, before);
  return environment;
}
