// One run of the export workflow on GitHub: starting it, finding it by its nonce, waiting, taking what it sealed, and leaving nothing of it.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { monotonicMs, sleep } from '../../host/clock.js';
import { download } from '../../host/download.js';
import { askGitHub, callGitHub } from '../github/call-github.js';
import type { GitHubAccess } from '../github/github-access.js';
import { strange, understand } from '../github/understand.js';
import { artifactName, toRunTitle, workflowFile, workflowPath } from './export-workflow.js';
import { mostArtifactBytes } from './read-artifact.js';

export interface ExportRun {
  readonly id: number;
  readonly status: string;
  /** null as long as it runs. */
  readonly conclusion: string | null;
  /** For a browser. */
  readonly page: string;
}

const workflow = '/repos/{owner}/{repo}/actions/workflows/{workflow_id}';
const oneRun = '/repos/{owner}/{repo}/actions/runs/{run_id}';
const oneArtifact = '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}';
const run = z.object({
  id: z.int(),
  display_title: z.string(),
  event: z.string(),
  path: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  html_url: z.url({ protocol: /^https?$/ }),
});
const runs = z.object({ workflow_runs: z.array(run) });
const artifacts = z.object({ artifacts: z.array(z.object({ id: z.int(), name: z.string() })) });
const downloadMs = 60_000;
const [firstPauseMs, mostPauseMs] = [300, 5000];

/** @throws PymcpError `github.*` */
export async function startRun(
  access: GitHubAccess,
  branch: string,
  inputs: Readonly<Record<'key' | 'nonce' | 'names', string>>,
): Promise<void> {
  await callGitHub(access, `POST ${workflow}/dispatches`, { workflow_id: workflowFile, ref: branch, inputs });
}

/** null where GitHub does not show it (yet). @throws PymcpError `github.*` */
export async function findRun(access: GitHubAccess, nonce: string): Promise<ExportRun | null> {
  const answer = await callGitHub(access, `GET ${workflow}/runs`, {
    workflow_id: workflowFile,
    event: 'workflow_dispatch',
    per_page: 50,
  });
  const found = understand(runs, answer?.data).workflow_runs.find(
    // GitHub writes the path with or without the branch behind it.
    (one) =>
      one.display_title === toRunTitle(nonce) &&
      one.event === 'workflow_dispatch' &&
      one.path.split('@')[0] === workflowPath,
  );
  return found === undefined ? null : toRun(found);
}

/**
 * @param report each state that is new
 * @returns it when it has ended; null where that did not come within `mostMs`, or `access.signal` is aborted
 * @throws PymcpError `github.*`
 */
export async function awaitRun(
  access: GitHubAccess,
  nonce: string,
  mostMs: number,
  report: (run: ExportRun | null) => void,
): Promise<ExportRun | null> {
  const end = monotonicMs() + mostMs;
  let found: ExportRun | null = null;
  report(null);
  for (let pause = firstPauseMs; monotonicMs() < end; pause = Math.min(mostPauseMs, pause * 1.5)) {
    await sleep(Math.min(pause, Math.max(0, end - monotonicMs())), access.signal);
    if (access.signal?.aborted === true) return null;
    const now: ExportRun | null =
      found === null ? await findRun(access, nonce) : await readRun(access, found);
    if (now !== null && now.status !== found?.status) report(now);
    found = now;
    if (found?.status === 'completed') return found;
  }
  return null;
}

async function readRun(access: GitHubAccess, { id }: ExportRun): Promise<ExportRun> {
  return toRun(understand(run, (await callGitHub(access, `GET ${oneRun}`, { run_id: id }))?.data));
}

const toRun = ({ id, status, conclusion, html_url: page }: z.infer<typeof run>): ExportRun => ({
  id,
  status: status ?? 'queued',
  conclusion,
  page: new URL(page).href,
});

/** null where the run has kept none. @throws PymcpError `github.*` */
export async function takeArtifact(access: GitHubAccess, { id }: ExportRun): Promise<Uint8Array | null> {
  const [artifact] = await listArtifacts(access, id);
  if (artifact === undefined) return null;
  const answer = await askGitHub(access, `GET ${oneArtifact}/{archive_format}`, {
    artifact_id: artifact,
    archive_format: 'zip',
  });
  const url = answer.status === 302 ? toSafeUrl(String(answer.headers['location']), access) : null;
  if (url === null) throw strange(`no address of the artifact (${answer.status})`);
  try {
    const late = AbortSignal.timeout(downloadMs);
    const { signal } = access;
    const bytes = await download(
      url,
      mostArtifactBytes,
      signal === undefined ? late : AbortSignal.any([late, signal]),
    );
    if (bytes !== null) return bytes;
  } catch (error) {
    throw new PymcpError(
      'github.unreachable',
      `the artifact cannot be fetched from ${url.host}: ${error instanceof Error ? error.message : 'no connection'}`,
      'check the network, and run the command again',
    );
  }
  throw strange('an artifact that is far too large');
}

async function listArtifacts(access: GitHubAccess, id: number): Promise<readonly number[]> {
  const answer = await callGitHub(access, `GET ${oneRun}/artifacts`, { run_id: id, per_page: 10 });
  const found = understand(artifacts, answer?.data).artifacts;
  return found.filter(({ name }) => name === artifactName).map((one) => one.id);
}

/** https, or the loopback on which GitHub's API itself is. */
function toSafeUrl(text: string, { server }: GitHubAccess): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '') return null;
  const isOwn = url.protocol === 'http:' && url.hostname === new URL(server.api).hostname;
  return url.protocol === 'https:' || (isOwn && server.api.startsWith('http:')) ? url : null;
}

/** Ends it where it still runs, and removes what it sealed and its log. @returns what is still there, in words */
export async function removeRun(access: GitHubAccess, nonce: string): Promise<readonly string[]> {
  const left: string[] = [];
  try {
    const found = await findRun(access, nonce);
    if (found === null) return [];
    if (found.status !== 'completed') await askGitHub(access, `POST ${oneRun}/cancel`, { run_id: found.id });
    for (const id of await listArtifacts(access, found.id)) {
      const { status } = await askGitHub(access, `DELETE ${oneArtifact}`, { artifact_id: id });
      if (status !== 204) left.push(`what it sealed (${status}; GitHub removes it within a day)`);
    }
    // The log of a run that goes on cannot be removed, and has the names alone.
    if (found.status !== 'completed') return left;
    const { status } = await askGitHub(access, `DELETE ${oneRun}/logs`, { run_id: found.id });
    if (status !== 204 && status !== 404) left.push(`its log (${status}), which has the names alone`);
  } catch {
    left.push('what it sealed, if anything (GitHub removes it within a day)');
  }
  return left;
}
