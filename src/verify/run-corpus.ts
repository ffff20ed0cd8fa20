// Every attack once: those that do not disturb one another several at a time, each in a lane with a gateway of its own; those that
// need the machine for themselves after all others.
import type { Attack } from './attack.js';
import { AttackedGateway } from './attacked-gateway.js';
import { Canaries, canaryVariable, PlantedWorkspace } from './canaries.js';
import { tryAttack, type TrialResult } from './try-attack.js';

export interface CorpusRun {
  readonly attacks: readonly Attack[];
  readonly library: string;
  /** The compiled gateway-process.ts. */
  readonly program: string;
  /** Of the gateways, besides what is planted in it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly lanes: number;
  /** What takes longer has hung: a minute where nobody says. */
  readonly patienceMs?: number | undefined;
  /** Aborted where nobody wants to know any more: what is under way is cleaned up. */
  readonly signal?: AbortSignal;
  /** Told after each attack. */
  readonly onTried: (result: TrialResult) => void;
}

/** In the order of the attacks. @throws PymcpError where nothing runs on this machine */
export async function runCorpus(run: CorpusRun): Promise<readonly TrialResult[]> {
  const found = new Map<string, TrialResult>();
  const keep = (result: TrialResult): void => {
    found.set(result.name, result);
    run.onTried(result);
  };
  const together = run.attacks.filter(({ header }) => !header.isAlone);
  const alone = run.attacks.filter(({ header }) => header.isAlone);
  await runLanes(run, together, run.lanes, keep);
  await runLanes(run, alone, 1, keep);
  return run.attacks.flatMap(({ name }) => found.get(name) ?? []);
}

async function runLanes(
  run: CorpusRun,
  attacks: readonly Attack[],
  count: number,
  keep: (result: TrialResult) => void,
): Promise<void> {
  const queue = [...attacks];
  const lanes = Array.from({ length: Math.min(count, queue.length) }, () => runLane(run, queue, keep));
  const ends = await Promise.allSettled(lanes);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function runLane(run: CorpusRun, queue: Attack[], keep: (result: TrialResult) => void): Promise<void> {
  const canaries = await Canaries.plant();
  const environment = { ...run.environment, [canaryVariable]: canaries.secret };
  let gateway: AttackedGateway | null = null;
  try {
    for (let attack = queue.shift(); attack !== undefined; attack = queue.shift()) {
      if (run.signal?.aborted === true) return;
      if (attack.header.workspace !== 'none') {
        keep(await tryInWorkspace(run, attack, canaries, environment));
        continue;
      }
      gateway ??= await AttackedGateway.start({ program: run.program, workspace: null, environment });
      const { library, patienceMs } = run;
      const result = await tryAttack({ attack, gateway, canaries, workspace: null, library, patienceMs });
      keep(result);
      if (result.problems.length > 0) {
        // The next one is judged by a gateway that nothing has happened to.
        await gateway.close();
        gateway = null;
      }
    }
  } finally {
    await gateway?.close();
    await canaries.remove();
  }
}

async function tryInWorkspace(
  { program, library, patienceMs }: CorpusRun,
  attack: Attack,
  canaries: Canaries,
  environment: Readonly<Record<string, string>>,
): Promise<TrialResult> {
  const workspace = await PlantedWorkspace.plant(canaries.secret);
  const access = attack.header.workspace === 'writable' ? 'writable' : 'read-only';
  const place = { folder: workspace.folder, access } as const;
  let gateway: AttackedGateway | null = null;
  try {
    gateway = await AttackedGateway.start({ program, workspace: place, environment });
    return await tryAttack({ attack, gateway, canaries, workspace, library, patienceMs });
  } finally {
    await gateway?.close();
    await workspace.remove();
  }
}
