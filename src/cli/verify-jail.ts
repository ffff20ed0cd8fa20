// What `pymcp verify` does: attacks, looks from outside, says what held.
import { resolve } from 'node:path';
import { PymcpError } from '../core/errors.js';
import { messageOf } from '../core/message-of.js';
import { parseEnvironmentName } from '../core/names.js';
import type { OuterBoundary } from '../core/outer-boundary.js';
import { findEnvironment } from '../execution/environments/known-environments.js';
import { probeBackend } from '../execution/open-template.js';
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
import { boundaryVariable } from '../verify/chosen-boundary.js';
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
  const { outerBoundary } = await readSettings({ outerBoundary: options.outerBoundary });
  const compares = options.compare === true || options.report !== undefined;
  const report = await attack(attacks, library, compares, outerBoundary);
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
  outerBoundary: OuterBoundary,
): Promise<VerifyReport> {
  const [startedMs, started] = [nowMs(), monotonicMs()];
  const findings = await probe(outerBoundary);
  const tried = attacks.filter((one) => isTriedHere(one, findings));
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
      environment: { ...toEnvironment(process.env), [boundaryVariable]: outerBoundary },
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
      user: currentIdentity().uid === 0 ? 'root' : 'an ordinary user',
      startedMs,
      tookMs: monotonicMs() - started,
      rows: tallyPromises(attacks, results, findings),
      comparison,
    };
  } finally {
    bar.end();
  }
}

/** fail.closed: what cannot run at all holds nothing, and doctor says why. @throws PymcpError `jail.start-failed` */
async function probe(outerBoundary: OuterBoundary): ReturnType<typeof probeBackend> {
  const { interpreter, preload } = findEnvironment(parseEnvironmentName('python'));
  const findings = await probeBackend({ interpreter, preload, strict: false }, { outerBoundary });
  const verdict = judgeFindings(findings, 'any');
  if (verdict.kind === 'refused') throw new PymcpError('jail.start-failed', verdict.summary, verdict.hint);
  return findings;
}

function toEnvironment(variables: NodeJS.ProcessEnv): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];
  return Object.fromEntries(
    wanted.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}

function toText({ rows, comparison, tookMs }: VerifyReport): string {
  const count = rows.reduce((sum, row) => sum + row.attacks.length, 0);
  const held = rows.reduce((sum, row) => sum + row.held, 0);
  const table = renderVerify(rows, wantsColours(process.stdout));
  const beside = comparison === null ? '' : renderComparison(comparison, rows);
  return `${table}${renderUntried(listUntried(rows))}${beside}\n${held} of ${count} attacks held, in ${Math.round(tookMs / 1000)} s\n`;
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
