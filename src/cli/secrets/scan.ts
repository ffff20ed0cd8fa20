// `pymcp secrets scan`: where secrets are in a repository, and a hook that keeps them out.
import { realpath } from '../../host/files.js';
import { PymcpError } from '../../core/errors.js';
import { EnvStore } from '../../secrets/env-file/env-store.js';
import { findGitFolder } from '../../secrets/git-folder.js';
import { loadDeclaredSecrets } from '../../secrets/load-declared.js';
import { installHook } from '../../secrets/scan/install-hook.js';
import { listKnownValues } from '../../secrets/scan/known-values.js';
import { scanRepository, type ScanReport } from '../../secrets/scan/scan-repository.js';
import type { ScanRange } from '../../secrets/scan/scan-source.js';

export interface ScanOptions {
  readonly staged?: true;
  readonly history?: true;
  readonly installHook?: true;
  readonly dotenv: string;
  readonly config?: string;
  readonly json?: true;
}

/** @returns the exit code: 1 where something was found @throws PymcpError `secret.scan-failed` */
export async function scanCommand(options: ScanOptions): Promise<number> {
  const git = await findGitFolder(await realpath('.'));
  if (git.kind !== 'repository')
    throw new PymcpError(
      'secret.scan-failed',
      git.kind === 'none' ? 'this folder is in no git repository' : `git does not answer: ${git.why}`,
      git.kind === 'none' ? 'run it in a checkout, or git init' : git.fix,
    );
  if (options.installHook === true) return install(git.top, git.gitFolder);
  const declared = await loadDeclaredSecrets(options.config);
  const file = await (await EnvStore.open(options.dotenv)).read();
  const range = rangeOf(options);
  const report = await scanRepository(git.top, range, listKnownValues(declared, file, process.env));
  process.stdout.write(options.json === true ? renderJson(report, range) : renderText(report, range));
  if (report.findings.length > 0 && options.json !== true) process.stderr.write(advice(range));
  return report.findings.length === 0 ? 0 : 1;
}

function rangeOf({ staged, history }: ScanOptions): ScanRange {
  if (staged === true && history === true)
    throw new PymcpError('usage.invalid', 'one of --staged and --history is meant', 'leave one of them out');
  return staged === true ? 'staged' : history === true ? 'history' : 'tree';
}

async function install(top: string, gitFolder: string): Promise<number> {
  // This very program, wherever it lies.
  const command = [process.execPath, await realpath(process.argv[1] ?? '')];
  const { path, outcome, kept } = await installHook(top, gitFolder, command);
  process.stderr.write(`The hook ${path} is ${outcome}.\n`);
  if (kept !== null) process.stderr.write(`The one that was there is ${kept}, and runs first.\n`);
  return 0;
}

function renderJson({ findings, scanned, leftOut, notLookedFor }: ScanReport, range: ScanRange): string {
  const shown = {
    range,
    files: scanned,
    findings: findings.map(({ path, line, object, what }) => ({ path, line, object, what })),
    left_out: leftOut,
    not_looked_for: notLookedFor,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function renderText({ findings, scanned, leftOut, notLookedFor }: ScanReport, range: ScanRange): string {
  const where = (path: string): string => JSON.stringify(path).slice(1, -1);
  return [
    ...findings.map(
      ({ path, line, object, what }) =>
        `${where(path)}:${line} ${what}${object === null ? '' : ` (git object ${object.slice(0, 12)})`}\n`,
    ),
    ...leftOut.map((path) => `note: ${where(path)} was left out: it is too large, or cannot be read\n`),
    ...notLookedFor.map(({ name, why }) => `note: ${name} was not looked for: it ${why}\n`),
    `${scanned} files of the ${range}, ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}\n`,
  ].join('');
}

function advice(range: ScanRange): string {
  const fixes: Readonly<Record<ScanRange, string>> = {
    staged: 'take it out (git restore --staged FILE), and keep the value in .env: pymcp secrets set NAME',
    tree: 'take it out, and keep the value in .env: pymcp secrets set NAME',
    history:
      'replace the secret where it was issued; git log --all --find-object=OBJECT says which commits have it',
  };
  return `hint: ${fixes[range]}\nhint: a line that is no secret ends in a comment: secretlint-disable-line\n`;
}
