// `pymcp secrets setup --with-export`: shows the workflow that would be added and what it means, asks, and adds it.
import { PymcpError } from '../../core/errors.js';
import { keepConsent } from '../../secrets/export/export-consent.js';
import { environmentName, workflowPath } from '../../secrets/export/export-workflow.js';
import { carryOutExport, type ExportPlan, planExport } from '../../secrets/export/set-up-export.js';
import type { GitHubAccess } from '../../secrets/github/github-access.js';
import type { EnvironmentState } from '../../secrets/github/protected-environment.js';
import { askYes } from '../ask-yes.js';

export interface ExportOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** For machines. */
export interface ExportShown {
  readonly workflow: 'is there' | 'made' | 'replaced' | 'would be made' | 'would be replaced' | 'refused';
  readonly environment: EnvironmentState['outcome'] | 'would be made';
  readonly reviewed: boolean | null;
}

/** @throws PymcpError `github.*`, `input.name-invalid` */
export async function setUpExport(
  access: GitHubAccess,
  names: readonly string[],
  options: ExportOptions,
): Promise<ExportShown> {
  const plan = await planExport(access, names);
  // With --json, stdout is for the result alone.
  const stream = options.json === true ? process.stderr : process.stdout;
  const say = (text: string): void => {
    stream.write(text);
  };
  say(renderPlan(plan, access, names));
  if (!(await isConfirmed(options))) {
    if (options.dryRun !== true) say('Nothing was added, and nothing was agreed to.\n');
    return toShown(plan, null, options);
  }
  const environment = await carryOutExport(access, plan);
  await keepConsent(access);
  say(renderDone(environment));
  return toShown(plan, environment, options);
}

function renderPlan(
  { branch, text, workflow, environment }: ExportPlan,
  { repository }: GitHubAccess,
  names: readonly string[],
): string {
  const full = `${repository.owner}/${repository.name}`;
  const change = { 'is there': 'is there', make: 'would be made', replace: 'would be replaced' }[workflow];
  return [
    `\n${workflowPath} in ${full}, on ${branch} (${change}):\n\n`,
    ...text.split('\n').map((line) => (line === '' ? '\n' : `    ${line}\n`)),
    `Environment ${environmentName}: ${environment === null ? 'would be made; each run then asks you to approve it, where the plan of the repository has that' : describe(environment)}\n`,
    `What it means: whoever may start workflows in ${full} and passes that environment can have ${names.join(', ')}, sealed to a key of their own. ` +
      '`pymcp secrets check` on this machine starts it by itself when one of them is missing. docs/secrets.md says more.\n',
  ].join('');
}

const describe = ({ isReviewed }: EnvironmentState): string =>
  isReviewed ? 'is there, and asks for approval of each run' : 'is there, and asks nobody for approval';

function renderDone(environment: EnvironmentState): string {
  const word =
    environment.outcome === 'unavailable'
      ? `The plan of this repository has no protected environments: the workflow runs without anybody's approval.\n`
      : environment.isReviewed
        ? `Each run has to be approved, in the environment ${environmentName}.\n`
        : `The environment ${environmentName} asks nobody for approval (the plan of the repository has no reviewers, or it was there before): the workflow runs without it.\n`;
  return `The export is set up.\n${word}Fetch by: pymcp secrets fetch --from-actions\n`;
}

async function isConfirmed({ dryRun, yes }: ExportOptions): Promise<boolean> {
  if (dryRun === true) return false;
  if (yes === true) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new PymcpError(
      'github.unconfirmed',
      'the export was not set up: there is no terminal to ask on',
      'add --yes to set it up, or --dry-run to only see it',
    );
  return askYes('Add it, and agree to that? [y/N] ');
}

function toShown(
  plan: ExportPlan,
  environment: EnvironmentState | null,
  { dryRun }: ExportOptions,
): ExportShown {
  const [done, planned] = (
    {
      'is there': ['is there', 'is there'],
      make: ['made', 'would be made'],
      replace: ['replaced', 'would be replaced'],
    } as const
  )[plan.workflow];
  const state = environment ?? plan.environment;
  return {
    workflow: environment !== null ? done : dryRun === true ? planned : 'refused',
    environment: state?.outcome ?? 'would be made',
    reviewed: state?.isReviewed ?? null,
  };
}
