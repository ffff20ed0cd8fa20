// What `pymcp verify` does: attacks, looks from outside, says what held.
import { resolve } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import { parseEnvironmentName } from '../core/names.js';
import { findEnvironment } from '../execution/environments/known-environments.js';
import { type Probed, probeBackend } from '../execution/probe-backends.js';
import { monotonicMs, nowMs } from '../host/clock.js';
import { describeMachine } from '../host/machine.js';
import { packageVersion } from '../host/package-root.js';
import { currentIdentity } from '../host/process-identity.js';
import { writeNewText } from '../host/write-new-text.js';
import type { Attack } from '../verify/attack.js';
import { installedGateway } from '../verify/attacked-gateway.js';
import { checkCorpus } from '../verify/check-corpus.js';
import { compareOutside } from '../verify/compare-outside.js';
import { loadCorpus, selectAttacks } from '../verify/load-corpus.js';
import { renderHtml } from '../verify/render-html.js';
import { runCorpus } from '../verify/run-corpus.js';
import { type ChosenBoundary, toBoundaryVariables } from '../verify/chosen-boundary.js';
import {
  isTriedHere,
  judgeAll,
  type Judgement,
  listUntried,
  tallyPromises,
} from '../verify/tally-promises.js';
import type { VerifyReport } from '../verify/verify-report.js';
import { readSettings } from './gateway-options.js';
import { judgeFindings } from './judge-findings.js';
import { openProgressBar } from './progress-bar.js';
import { renderComparison, renderUntried, renderVerify } from './render-verify.js';
import { renderVerifyJson } from './render-verify-json.js';
import { wantsColours } from './wants-colours.js';

export interface VerifyOptions {
  readonly only?: string;
  readonly json?: true;
  readonly report?: string;
  readonly compare?: true;
  readonly strict?: true;
  readonly backend?: string;
  readonly outerBoundary?: string;
}

/** As everywhere: 3 is what this machine cannot do. */
const exitCodes: Readonly<Record<Judgement, number>> = {
  held: 0,
  'not held': 1,
  'not enforceable here': 3,
};
const complaints: Readonly<Record<Exclude<Judgement, 'held'>, string>> = {
  'not held':
    'error: not every promise was held\nhint: run nothing that you do not trust here, and see above for what is missing\n',
  'not enforceable here':
    'error: not every promise can be enforced on this machine\nhint: see above for what is missing and what mends it\n',
};
/** Attacks at the same time; those that need the machine for themselves wait. */
const lanes = 2;

/** Resolves to the exit code. @throws PymcpError */
export async function verifyJail(options: VerifyOptions): Promise<number> {
  await checkCorpus();
  const { attacks: all, library } = await loadCorpus();
  const attacks = selectAttacks(all, options.only);
  // The report has both sides.
  const { backend, outerBoundary } = options;
  const settings = await readSettings({ backend, outerBoundary });
  const compares = options.compare === true || options.report !== undefined;
  const report = await attack(attacks, library, compares, settings);
  if (options.json === true) process.stdout.write(renderVerifyJson(report));
  else process.stdout.write(toText(report));
  if (options.report !== undefined) await writeReport(options.report, renderHtml(report));
  const judgement = judgeAll(report.rows, options.strict === true ? 'enforced' : 'claimed');
  if (judgement !== 'held') process.stderr.write(complaints[judgement]);
  return exitCodes[judgement];
}

async function attack(
  attacks: readonly Attack[],
  library: string,
  compares: boolean,
  { backend: wanted, outerBoundary }: ChosenBoundary,
): Promise<VerifyReport> {
  const [startedMs, started] = [nowMs(), monotonicMs()];
  const ground = await probe({ backend: wanted, outerBoundary });
  const tried = attacks.filter((one) => isTriedHere(one, ground));
  // All of them attack the same one, whatever each would be given by itself.
  const chosen = toBoundaryVariables(toNamed(ground, outerBoundary));
  const compared = compares ? attacks.filter(({ header }) => header.isSafeOutside).length : 0;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      stop.abort();
    });
  const bar = openProgressBar(process.stderr, tried.length + compared);
  try {
    const results = await runCorpus({
      attacks: tried,
      library,
      program: installedGateway(),
      environment: { ...toEnvironment(process.env), ...chosen },
      lanes,
      signal: stop.signal,
      onTried: ({ name, problems }) => {
        bar.step(problems.length === 0 ? name : `${name}: not held`);
      },
    });
    if (stop.signal.aborted)
      throw new PymcpError(
        'gateway.cancelled',
        'the attacks were interrupted',
        'start it again: pymcp verify',
      );
    const step = (): void => {
      bar.step('outside');
    };
    const comparison = compares ? await compareOutside(attacks, library, step) : null;
    return {
      version: packageVersion(),
      machine: await describeMachine(),
      backend: ground.backend,
      user: currentIdentity().uid === 0 ? 'root' : 'an ordinary user',
      startedMs,
      tookMs: monotonicMs() - started,
      rows: tallyPromises(attacks, results, ground),
      comparison,
    };
  } finally {
    bar.end();
  }
}

/** fail.closed: what cannot run at all holds nothing, and doctor says why. @throws PymcpError `jail.start-failed` */
async function probe(boundary: ChosenBoundary): Promise<Probed> {
  const { interpreter, preload } = findEnvironment(parseEnvironmentName('python'));
  const probed = await probeBackend({ interpreter, preload, strict: false }, boundary);
  const verdict = judgeFindings(probed.findings, 'any');
  if (verdict.kind === 'refused') throw new PymcpError('jail.start-failed', verdict.summary, verdict.hint);
  return probed;
}

/** `contained` has no name that could be asked for: its outer boundary stands for it. */
function toNamed({ backend }: Probed, outerBoundary: OuterBoundary): ChosenBoundary {
  return {
    outerBoundary,
    backend: outerBoundary === 'container' || backend === 'contained' ? 'auto' : backend,
  };
}

function toEnvironment(variables: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS', 'DOCKER_HOST'];
  return Object.fromEntries(
    wanted.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}

function toText({ backend, rows, comparison, tookMs }: VerifyReport): string {
  const count = rows.reduce((sum, row) => sum + row.attacks.length, 0);
  const held = rows.reduce((sum, row) => sum + row.held, 0);
  const table = renderVerify(rows, wantsColours(process.stdout));
  const beside = comparison === null ? '' : renderComparison(comparison, rows);
  return `${table}${renderUntried(listUntried(rows))}${beside}\n${held} of ${count} attacks held by ${backend}, in ${Math.round(tookMs / 1000)} s\n`;
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeNewText(resolve(path), text);
  } catch (error) {
    const why = messageOf(error);
    throw new PymcpError(
      'output.not-saved',
      `the report could not be written: ${why}`,
      'name a new file in a folder that is there',
    );
  }
}
