// Has GitHub seal secrets to a key of this moment, and opens them here. The key's private half, and the values, are in memory alone until
// they are written to `.env`. Whatever happens, the run and what it sealed are removed behind us.
import { randomBytes } from 'node:crypto';
import { PymcpError } from '../../core/errors.js';
import type { GitHubAccess } from '../github/github-access.js';
import { findDefaultBranch, readRemoteFile } from '../github/workflow-file.js';
import { isPlaceholder } from '../is-placeholder.js';
import { awaitRun, type ExportRun, removeRun, startRun, takeArtifact } from './export-run.js';
import { environmentName, namesInWorkflow, workflowPath } from './export-workflow.js';
import { type ExportBinding, OneTimeKey } from './one-time-key.js';
import { readArtifact } from './read-artifact.js';

export interface FetchedSecret {
  readonly name: string;
  /** null where GitHub has none, or a placeholder. Never shown. */
  readonly value: string | null;
  readonly why: 'real' | 'a placeholder' | 'nothing';
}

export interface ExportReport {
  /** What the run is doing; null until GitHub shows it. */
  readonly state: (run: ExportRun | null) => void;
  /** What could not be removed, in words. */
  readonly left: (what: string) => void;
}

export interface ExportedNames {
  readonly branch: string;
  readonly names: readonly string[];
}

/** What the workflow on the default branch exports; it must be ours to the letter. @throws PymcpError `github.*` */
export async function findExported(access: GitHubAccess): Promise<ExportedNames> {
  const branch = await findDefaultBranch(access);
  const file = await readRemoteFile(access, workflowPath, branch);
  const { owner, name } = access.repository;
  if (file === null)
    throw new PymcpError(
      'github.export-absent',
      `the export is not set up in ${owner}/${name}: ${workflowPath} is not on ${branch}`,
      'pymcp secrets setup --with-export (docs/secrets.md says what it risks)',
    );
  const names = file === 'other' ? null : namesInWorkflow(file.text);
  if (names === null)
    throw new PymcpError(
      'github.export-refused',
      `${workflowPath} in ${owner}/${name} is not as this version of pymcp writes it, so it is not started`,
      'look at who changed it; remove it, then: pymcp secrets setup --with-export',
    );
  return { branch, names };
}

/** @param names each exported, at least one @throws PymcpError `github.*` */
export async function fetchSecrets(
  access: GitHubAccess,
  branch: string,
  names: readonly string[],
  mostMs: number,
  report: ExportReport,
): Promise<readonly FetchedSecret[]> {
  const key = new OneTimeKey();
  const { owner, name } = access.repository;
  const repository = `${owner}/${name}`.toLowerCase();
  const binding = { repository, nonce: randomBytes(16).toString('hex'), names };
  try {
    await startRun(access, branch, { key: key.text, nonce: binding.nonce, names: names.join(' ') });
    const ended = await awaitRun(access, binding.nonce, mostMs, report.state);
    return await openRun(access, ended, key, binding);
  } catch (error) {
    throw access.signal?.aborted === true ? cancelled() : error;
  } finally {
    // With no signal: who has cancelled wants this most of all.
    const { server, token } = access;
    const patient = { server, token, repository: access.repository };
    for (const what of await removeRun(patient, binding.nonce)) report.left(what);
  }
}

async function openRun(
  access: GitHubAccess,
  ended: ExportRun | null,
  key: OneTimeKey,
  binding: ExportBinding,
): Promise<readonly FetchedSecret[]> {
  if (access.signal?.aborted === true) throw cancelled();
  if (ended === null) throw late();
  if (ended.conclusion !== 'success') throw failed(ended);
  const zip = await takeArtifact(access, ended);
  const text = zip === null ? null : readArtifact(zip);
  const values = text === null ? null : key.open(text, binding);
  if (values === null)
    throw new PymcpError(
      'github.export-failed',
      'what the run kept is not what it was asked for, so nothing of it was taken',
      `look at the run: ${ended.page}`,
    );
  return binding.names.map((name) => toFetched(name, values.get(name) ?? ''));
}

function toFetched(name: string, value: string): FetchedSecret {
  if (value === '') return { name, value: null, why: 'nothing' };
  return isPlaceholder(value) ? { name, value: null, why: 'a placeholder' } : { name, value, why: 'real' };
}

const late = (): PymcpError =>
  new PymcpError(
    'github.export-failed',
    'the run on GitHub did not end in time, and was cancelled',
    `approve it in time where ${environmentName} asks for that, see that Actions are enabled and runners free, or wait longer: --wait SECONDS`,
  );

const failed = ({ conclusion, page }: ExportRun): PymcpError =>
  new PymcpError(
    'github.export-failed',
    `the run on GitHub ended as "${(conclusion ?? 'unknown').replaceAll(/[^\w ]/g, '')}"`,
    `look at what it says: ${page}`,
  );

const cancelled = (): PymcpError =>
  new PymcpError(
    'github.export-failed',
    'it was cancelled, and nothing was written',
    'run the command again',
  );
