// `pymcp doctor`: what this machine can enforce, and for each gap the commands that mend it.
import type { Command } from 'commander';
import { backendChoices } from '../core/backend-names.js';
import { parseEnvironmentName } from '../core/names.js';
import { findEnvironment } from '../execution/environments/known-environments.js';
import { listBackends, probeBackend } from '../execution/probe-backends.js';
import { packageVersion } from '../host/package-root.js';
import { findAudit } from './find-audit.js';
import { findEnvironments } from './find-environments.js';
import { readSettings } from './gateway-options.js';
import { judgeFindings } from './judge-findings.js';
import { renderFindings } from './render-findings.js';
import { renderFindingsJson } from './render-findings-json.js';
import { toBoundary } from './to-boundary.js';
import { wantsColours } from './wants-colours.js';

interface DoctorOptions {
  readonly env: string;
  readonly json?: true;
  readonly strict?: true;
  readonly backend?: string;
  readonly outerBoundary?: string;
}

const gapExitCode = 1;

export function addDoctorCommand(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('doctor')
    .summary('say what this machine can enforce, and how to mend each gap')
    .description(
      'Says what this machine can enforce: what the jail is built of, how well each limit is held, and what a real\n' +
        'sealed run shows from inside and outside. For each gap it prints the commands that mend it; it changes\n' +
        'nothing itself and leaves nothing behind.\n' +
        'Exit code 0: `pymcp run` works here. 1: it would be refused (with --strict: or a limit is not enforced).',
    )
    .option('--env <name>', 'Python environment', 'python')
    .option('--strict', 'fail also where a limit is not enforced by the kernel, as `pymcp run --strict` does')
    .option('--backend <name>', `what runs are held by: ${backendChoices.join(', ')} (default: auto)`)
    .option(
      '--outer-boundary <what>',
      'container: in a container that permits no namespaces, what it can enforce (default: jail)',
    )
    .option('--json', 'print the findings as JSON')
    .action(async (options: DoctorOptions) => {
      setExitCode(await doctor(options));
    });
}

async function doctor(options: DoctorOptions): Promise<number> {
  const environment = findEnvironment(parseEnvironmentName(options.env));
  const { backend, outerBoundary } = options;
  const boundary = toBoundary(await readSettings({ backend, outerBoundary }));
  const probed = await probeBackend({ ...environment, optionalPreload: [], strict: false }, boundary);
  const others = await listBackends(probed, environment.interpreter);
  const findings = [...probed.findings, ...others, await findAudit(), ...(await findEnvironments())];
  const verdict = judgeFindings(findings, options.strict === true ? 'enforced' : 'any');
  if (options.json === true) {
    process.stdout.write(renderFindingsJson(findings, verdict, packageVersion()));
  } else {
    process.stdout.write(
      renderFindings(findings, { colours: wantsColours(process.stdout), columns: process.stdout.columns }),
    );
    if (verdict.kind === 'works') process.stdout.write(`\n${verdict.summary}\n`);
  }
  if (verdict.kind === 'works') return 0;
  process.stderr.write(`error: ${verdict.summary}\nhint: ${verdict.hint}\n`);
  return gapExitCode;
}
