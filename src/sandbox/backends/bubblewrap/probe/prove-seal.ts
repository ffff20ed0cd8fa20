// A real sealed run, looked at from inside by a short program and from outside by the host.
// What the program prints is parsed strictly, although it is ours: it comes out of a jail.
import { join } from 'node:path';
import { PymcpError } from '../../../../core/errors.js';
import type { Isolation } from '../../../../core/isolation.js';
import { defaultLimits, defaultTotalLimits } from '../../../../core/limits.js';
import { monotonicMs, sleep } from '../../../../host/clock.js';
import { readFile, readLinkTarget } from '../../../../host/files.js';
import { packageRoot } from '../../../../host/package-root.js';
import { readProcessStatus } from '../../../../host/process-status.js';
import { childrenOf, familyOf, namespacePidsOf } from '../../../../host/process-tree.js';
import type { Engine, Finding, Sandbox, SandboxPolicy } from '../../../backend-contract.js';
import { captureOutput } from '../../../channel/output-capture.js';
import { BubblewrapEngine } from '../bubblewrap-engine.js';
import { type LookAround, parseLookAround } from './parse-look-around.js';
import type { ProcessStatus } from './seal-problems.js';

export interface SealedProof {
  readonly kind: 'sealed';
  readonly templateMs: number;
  readonly launchMs: number;
  readonly runMs: number;
  readonly isolation: Isolation;
  /** What the program saw; null where it did not answer. */
  readonly inside: LookAround | null;
  /** Our own namespaces: name → the kernel's name of it. */
  readonly ownNamespaces: ReadonlyMap<string, string | null>;
  /** The sandbox's processes as the host sees them. */
  readonly outside: readonly ProcessStatus[];
  readonly leftovers: readonly string[];
}

export type Proof =
  | SealedProof
  | { readonly kind: 'refused'; readonly why: string; readonly hint: string }
  | { readonly kind: 'unchecked'; readonly needs: string };

const answerTimeoutMs = 60_000;

export interface ProofWays {
  readonly openEngine: () => Engine;
  /** The processes of the one sandbox that there is. */
  readonly lookFromOutside: () => readonly ProcessStatus[] | Promise<readonly ProcessStatus[]>;
}

const namespaced: ProofWays = {
  openEngine: () => new BubblewrapEngine({ total: defaultTotalLimits }),
  lookFromOutside,
};

/** @param lacking what is missing, without which nothing can be tried. Never rejects; nothing is left of it. */
export async function proveSeal(
  policy: SandboxPolicy,
  lacking: readonly Finding[],
  ways: ProofWays = namespaced,
): Promise<Proof> {
  if (lacking.length > 0) return { kind: 'unchecked', needs: lacking.map(({ name }) => name).join(', ') };
  try {
    return await runSealed(policy, ways);
  } catch (error) {
    if (error instanceof PymcpError) return { kind: 'refused', why: error.message, hint: error.hint };
    return {
      kind: 'refused',
      why: String(error),
      hint: 'please report it, with the output of pymcp doctor --json',
    };
  }
}

async function runSealed(policy: SandboxPolicy, ways: ProofWays): Promise<SealedProof> {
  const program = await readFile(join(packageRoot(), 'guest', 'look_around.py'), 'utf8');
  const started = monotonicMs();
  // What is enforced is reported, not asked for: a weak limit must not hide what the seal does.
  const engine = ways.openEngine();
  try {
    const template = await engine.openTemplate({ ...policy, strict: false });
    const up = monotonicMs();
    const sandbox = await template.launch(defaultLimits);
    const launched = monotonicMs();
    const outside = await ways.lookFromOutside();
    const inside = await askInside(sandbox, program);
    const answered = monotonicMs();
    const { leftovers } = await end(sandbox);
    await engine.close();
    return {
      kind: 'sealed',
      templateMs: up - started,
      launchMs: launched - up,
      runMs: answered - launched,
      isolation: { ...sandbox.isolation, network: 'none' },
      inside,
      ownNamespaces: await readOwnNamespaces(sandbox.isolation.namespaces),
      outside,
      leftovers: [...leftovers, ...childrenOf(process.pid).map((pid) => `process ${pid}`)],
    };
  } finally {
    await engine.close();
  }
}

async function readOwnNamespaces(names: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const read = async (name: string): Promise<[string, string | null]> => [
    name,
    await readLinkTarget(`/proc/self/ns/${name}`),
  ];
  return new Map(await Promise.all(names.map(read)));
}

/** Processes of ours two pid namespaces further in: the template is one further, its sandboxes two. */
function lookFromOutside(): readonly ProcessStatus[] {
  const depth = namespacePidsOf(process.pid).length + 2;
  return familyOf(process.pid)
    .filter((pid) => namespacePidsOf(pid).length === depth)
    .flatMap((pid) => readProcessStatus(pid) ?? []);
}

async function askInside(sandbox: Sandbox, program: string): Promise<LookAround | null> {
  const ignoreLength = (): void => undefined;
  const stdout = captureOutput(sandbox.stdout, defaultLimits.outputBytes, ignoreLength, undefined);
  // Read, so that what it might write holds nothing up.
  captureOutput(sandbox.stderr, defaultLimits.outputBytes, ignoreLength, undefined);
  sandbox.channel.run({ code: program, fileName: 'look_around.py', limits: defaultLimits });
  const answered = new AbortController();
  const event = await Promise.race([
    sandbox.channel.receive(),
    sleep(answerTimeoutMs, answered.signal).then(() => null),
  ]);
  answered.abort();
  if (event?.type !== 'completed') return null;
  await end(sandbox);
  await stdout.finished;
  return parseLookAround(stdout.output('whole').text);
}

function end(sandbox: Sandbox): Sandbox['ended'] {
  sandbox.kill();
  return sandbox.ended;
}
