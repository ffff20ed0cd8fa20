// What runs in the pen: the oracle of `pymcp verify`, as it was built, against a gateway of an edited copy of the package. Takes an
// order as JSON on its input and says a line of JSON for each attack.
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadCorpus } from '../../../src/verify/load-corpus.js';
import { runCorpus } from '../../../src/verify/run-corpus.js';

export interface PenOrder {
  /** The edited copy. */
  readonly folder: string;
  /** Names of attacks. */
  readonly attacks: readonly string[];
}

async function main(): Promise<void> {
  const { folder, attacks: names } = JSON.parse(await text(process.stdin)) as PenOrder;
  const { attacks, library } = await loadCorpus();
  await runCorpus({
    attacks: attacks.filter(({ name }) => names.includes(name)),
    library,
    program: join(folder, 'dist/verify/gateway-process.js'),
    environment: { PATH: '/usr/bin:/bin', HOME: '/tmp', TMPDIR: '/mnt' },
    lanes: 1,
    patienceMs: 6_000,
    onTried: (result) => process.stdout.write(`${JSON.stringify(result)}\n`),
  });
}

await main();
