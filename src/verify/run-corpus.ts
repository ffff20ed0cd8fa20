// Every attack once: those that do not disturb one another several at a time, each in a lane of its own; those that need the machine for
// themselves after all others.
import type { Attack } from './attack.js';
import { AttackLane } from './attack-lane.js';
import type { TrialResult } from './try-attack.js';

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
  // Those with a network last, so that a lane needs another gateway once.
  const inOrder = [...run.attacks].sort((one, other) => rank(one) - rank(other));
  await runLanes(
    run,
    inOrder.filter(({ header }) => !header.isAlone),
    run.lanes,
    keep,
  );
  await runLanes(
    run,
    inOrder.filter(({ header }) => header.isAlone),
    1,
    keep,
  );
  return run.attacks.flatMap(({ name }) => found.get(name) ?? []);
}

const rank = ({ header }: Attack): number => (header.network === 'none' ? 0 : 1);

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
  const lane = await AttackLane.open(run);
  try {
    for (let attack = queue.shift(); attack !== undefined; attack = queue.shift()) {
      if (run.signal?.aborted === true) return;
      keep(await lane.try(attack));
    }
  } finally {
    await lane.close();
  }
}
