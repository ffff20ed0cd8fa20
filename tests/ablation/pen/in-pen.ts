// What runs in the pen: the oracle of `pymcp verify`, as it was built, against a gateway of an edited copy of the package, and a look at
// the state of one of its sandboxes. Takes an order as JSON on its input and says a line of JSON for each thing that it has found.
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadCorpus } from '../../../src/verify/load-corpus.js';
import { runCorpus } from '../../../src/verify/run-corpus.js';
import type { TrialResult } from '../../../src/verify/try-attack.js';
import { type LookOrder, takeSnapshot, type Taken } from '../state/take-snapshot.js';

export interface PenOrder {
  /** The edited copy. */
  readonly folder: string;
  /** Names of attacks. */
  readonly attacks: readonly string[];
  readonly look: LookOrder | null;
}

export type Finding = { readonly trial: TrialResult } | { readonly taken: Taken };

const environment = { PATH: '/usr/bin:/bin', HOME: '/tmp', TMPDIR: '/mnt' } as const;
/** Nothing that is not stopped is waited for longer. */
const patienceMs = 5_000;

const tell = (finding: Finding): boolean => process.stdout.write(`${JSON.stringify(finding)}\n`);

async function main(): Promise<void> {
  const { folder, attacks: names, look } = JSON.parse(await text(process.stdin)) as PenOrder;
  const program = join(folder, 'dist/verify/gateway-process.js');
  if (look !== null) tell({ taken: await takeSnapshot(program, look) });
  const { attacks, library } = await loadCorpus();
  await runCorpus({
    attacks: attacks.filter(({ name }) => names.includes(name)),
    library,
    program,
    environment,
    lanes: 1,
    patienceMs,
    onTried: (trial) => tell({ trial }),
  });
}

await main();
