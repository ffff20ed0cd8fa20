// Runs the official suite over a server, as its command line does, and reads what it found.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { slow } from '../../support/time.js';
import type { Revision } from '../required-scenarios.js';
import type { Tools } from './installed-tools.js';

export interface Check {
  readonly id: string;
  readonly description: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly errorMessage?: string;
  readonly details?: unknown;
}

export interface SuiteRun {
  /** By the name of the scenario. */
  readonly checks: ReadonlyMap<string, readonly Check[]>;
  /** What the suite printed. */
  readonly output: string;
}

/** A scenario that hangs is ended by the suite after 30 seconds. */
const suiteMs = slow(100_000);

/** Every scenario of a revision, required or not. */
export async function runSuite(tools: Tools, url: string, revision: Revision): Promise<SuiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    const args = ['server', '--url', url, '--requirements', revision, '--output-dir', folder];
    const suite = spawn(tools.node, [tools.conformance, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: suiteMs,
      killSignal: 'SIGKILL',
    });
    const ended = once(suite, 'close');
    const [said, complained] = await Promise.all([text(suite.stdout), text(suite.stderr), ended]);
    return { checks: readChecks(folder), output: said + complained };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The scenarios that a revision requires of a server, as the package of the suite has them. */
export function requiredBySuite(tools: Tools, revision: Revision): string[] {
  const path = join(dirname(tools.conformance), '../requirements', `${revision}.yaml`);
  const [, section = ''] = /^server:\n((?: {2}- .*\n)+)/m.exec(readFileSync(path, 'utf8')) ?? [];
  return section
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ *- */, ''));
}

/** Each scenario has a folder of its own, with a time behind its name. */
function readChecks(folder: string): ReadonlyMap<string, readonly Check[]> {
  return new Map(
    readdirSync(folder).map((name) => [
      name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, ''),
      JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8')) as Check[],
    ]),
  );
}
